import { dayFromNow } from "./days.ts";
import type { Reply, TestHub } from "./hub.ts";
import { area, household, registeredResident } from "./rows/population.ts";

/** Villages in which a test's people are registered: two of one street, and one of another city. */
export const HERE = "320105006001";
export const NEARBY = "320105006002";
export const THERE = "320205105001";

/** An officer of Population for the province. */
export const officer = { sub: "701", roles: ["department_officer"], department: "population", areas: ["32"] };
export const moveDuty = "duty:the certificate of moving was shown";
export const moveInput = {
  key: "11111111-2222-4333-8444-555555555555",
  residentId: "1001",
  areaCode: THERE,
  address: " 锡北镇  春风村1号 ",
  movedOn: dayFromNow(-1),
};

export const RECORD_MOVE = `mutation ($input: RecordMoveInput!) {
  recordMove(input: $input) { resident { id version address area { code } household { id } } errors { code field } }
}`;

/** Records a move at a hub, of 1001 to the other city unless something else is said. */
export function recordMove(hub: TestHub, change: object = {}, who: object = officer): Promise<Reply> {
  const variables = { input: { ...moveInput, ...change } };
  return hub.ask({ query: RECORD_MOVE, variables, purpose: moveDuty, ...who });
}

export function errorsOfMove({ data }: Reply): object[] | undefined {
  return (data?.["recordMove"] as { errors: object[] } | null)?.errors;
}

/** 1001 and 1002 in household 51, and nobody else. */
export async function startRegister({ sql }: TestHub): Promise<void> {
  await sql`truncate population.residents, population.households, population.areas, population.outbox,
    population.request_keys, audit.access_records`;
  for (const code of [HERE, THERE, NEARBY]) await area(sql, { code });
  await household(sql, { id: "51", areaCode: HERE });
  for (const id of ["1001", "1002"]) await registeredResident(sql, { id, areaCode: HERE, householdId: "51" });
}

/** Where the two are, and how much was told and kept. */
export async function registerOf({ sql }: TestHub) {
  const rows = await sql<{ code: string }[]>`select area_code as code from population.residents order by resident_id`;
  const [counts] = await sql<{ told: number; keys: number }[]>`
    select (select count(*)::int from population.outbox where name = 'ResidentMoved') as told,
      (select count(*)::int from population.request_keys) as keys`;
  return { areas: rows.map(({ code }) => code), told: counts?.told, keys: counts?.keys };
}

export const nothingDone = { areas: [HERE, HERE], told: 0, keys: 0 };
export const moved = { areas: [THERE, HERE], told: 1, keys: 1 };
