import type { Question, Reply, TestHub } from "./hub.ts";

const REASON = "居民在窗口晕倒，需要马上核对医保";
export const REQUEST = `mutation Request($idNumber: ResidentIdNumber!, $reason: String!) {
  requestEmergencyAccess(input: { idNumber: $idNumber, reason: $reason }) { emergencyAccess { id state confirmedBy } } }`;
const CONFIRM = `mutation Confirm($id: ID!) {
  confirmEmergencyAccess(input: { id: $id }) {
    emergencyAccess { id state requestedBy firstConfirmedBy confirmedBy isAwaitingThirdPerson } } }`;

type Asker = Pick<Question, "sub" | "roles" | "areas" | "department" | "scope" | "purpose" | "makers">;

export const clerk: Asker = { sub: "11", roles: ["window_clerk"], areas: ["320105006"], purpose: null };
export const head: Asker = { sub: "21", roles: ["centre_head"], areas: ["320105006"], purpose: null };

/** Asks for emergency access through the public door. */
export function request(hub: TestHub, asker: Asker, idNumber: string, reason = REASON): Promise<Reply> {
  return hub.ask({ ...asker, query: REQUEST, variables: { idNumber, reason } });
}

/** The same, and gives the id of the request that was made. */
export async function requestId(hub: TestHub, asker: Asker, idNumber: string): Promise<string> {
  const { data, text } = await request(hub, asker, idNumber);
  const payload = data?.["requestEmergencyAccess"] as { emergencyAccess: { id: string } } | null | undefined;
  if (payload == null) throw new Error(`no request was made: ${text}`);
  return payload.emergencyAccess.id;
}

export function confirm(hub: TestHub, asker: Asker, id: string): Promise<Reply> {
  return hub.ask({ ...asker, query: CONFIRM, variables: { id } });
}

/** Asked by one, confirmed by another: the purpose that opens the resident. */
export async function openedPurpose(hub: TestHub, asker: Asker, confirmer: Asker, idNumber: string): Promise<string> {
  const id = await requestId(hub, asker, idNumber);
  const { errors } = await confirm(hub, confirmer, id);
  if (errors.length > 0) throw new Error(`it was not confirmed: ${JSON.stringify(errors)}`);
  return `emergency:${id}`;
}

/** Ends what is open now, so that the next may be asked for; when it was confirmed stays. */
export async function endAll(hub: TestHub): Promise<void> {
  await hub.sql`update population.emergency_accesses set ends_at = clock_timestamp() where confirmed_by is not null`;
}

/** Lets time pass for one request: its clock is moved instead of waiting. */
export async function moveBack(hub: TestHub, id: string, minutes: number): Promise<void> {
  const by = hub.sql`make_interval(mins => ${minutes})`;
  await hub.sql`update population.emergency_accesses set requested_at = requested_at - ${by},
    lapses_at = lapses_at - ${by}, confirmed_at = confirmed_at - ${by}, ends_at = ends_at - ${by} where access_id = ${id}`;
}
