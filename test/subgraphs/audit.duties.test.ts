import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { CASE_PURPOSE, insertCaseOfPurpose } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";

const TOWNSHIP = "320105006";
const DUTY = "duty:visit before the typhoon";
const clerk = { sub: "501", roles: ["window_clerk"], areas: [TOWNSHIP] };
const head = { sub: "601", roles: ["centre_head"], areas: [TOWNSHIP], purpose: null };
const elsewhere = { ...head, sub: "602", areas: ["320205105"] };

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  await resident(hub.sql, { id: "1001" });
  await insertCaseOfPurpose(hub.sql);
});
beforeEach(() => hub.sql`truncate audit.access_records, audit.duty_judgements`);
afterAll(() => hub.close());

const look = (purpose = DUTY, who: object = clerk) =>
  hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, ...who, purpose });

const WAITING = "{ unjudgedDuties { edges { node { id viewerId purpose residentCount } } } }";
interface Waiting {
  readonly id: string;
  readonly viewerId: string;
  readonly purpose: string;
}
async function waitingFor(who: object): Promise<Waiting[]> {
  const { data } = await hub.ask({ query: WAITING, ...who });
  const page = data as { unjudgedDuties: { edges: { node: Waiting }[] } };
  return page.unjudgedDuties.edges.map(({ node }) => node);
}

const JUDGE = "mutation ($input: JudgeDutyInput!) { judgeDuty(input: $input) { id isJustified note } }";
const judge = (id: string, more: object = {}, who: object = head): Promise<Reply> =>
  hub.ask({ query: JUDGE, variables: { input: { id, isJustified: true, ...more } }, ...who });
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);

describe("Query.unjudgedDuties", () => {
  test("shows looks for a duty to those who lead the area, and no other looks", async () => {
    await look();
    await look(CASE_PURPOSE);
    expect(await waitingFor(head)).toMatchObject([{ viewerId: "501", purpose: DUTY, residentCount: 1 }]);
    expect(await waitingFor(elsewhere)).toEqual([]);
    expect(await waitingFor({ ...head, areas: [] })).toEqual([]);
  });

  test("never shows the viewer's own", async () => {
    await look(DUTY, { ...clerk, sub: "601" });
    expect(await waitingFor(head)).toEqual([]);
    expect(await waitingFor({ ...head, sub: "603" })).toHaveLength(1);
  });

  test("is for supervisors and auditors", async () => {
    const { data, errors } = await hub.ask({ query: WAITING, ...clerk });
    expect(data).toEqual({ unjudgedDuties: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHORIZED_FIELD_OR_TYPE"]);
    await look();
    expect(await waitingFor({ ...head, roles: ["auditor"] })).toHaveLength(1);
  });
});

describe("Mutation.judgeDuty", () => {
  test("stands, is shown to the resident, and ends the waiting", async () => {
    await look();
    const [waiting] = await waitingFor(head);
    const id = waiting?.id ?? "";
    const made = await judge(id, { isJustified: false, note: " nobody was visited " });
    expect(made.data).toEqual({ judgeDuty: { id, isJustified: false, note: "nobody was visited" } });
    expect(await waitingFor(head)).toEqual([]);
    expect(codesOf(await judge(id))).toEqual(["CONFLICT"]);
    const own = await hub.ask({
      query: `{ resident(id: "1001") { accessRecords { edges { node { purpose isJustified } } } } }`,
      roles: ["resident"],
      residentId: "1001",
      areas: [],
    });
    expect(own.text).toContain(`{"purpose":"${DUTY}","isJustified":false}`);
  });

  test("stands in the log by itself", async () => {
    await look();
    const [waiting] = await waitingFor(head);
    await judge(waiting?.id ?? "");
    const kinds = await hub.sql`select kind, viewer_id from audit.access_records order by position`;
    expect(kinds.map(({ kind }) => String(kind))).toEqual(["LOOK", "LOG_READ", "DUTY_JUDGEMENT"]);
  });

  test("finds nothing where there is nothing for this viewer to judge", async () => {
    await look();
    await look(CASE_PURPOSE);
    await look(DUTY, { ...clerk, sub: "601" });
    const rows = await hub.sql<{ id: string }[]>`select record_id as id from audit.access_records order by position`;
    const [duty = "", forCase = "", own = ""] = rows.map(({ id }) => id);
    const missing = await judge("00000000-0000-4000-8000-000000000000");
    expect(missing.data).toEqual({ judgeDuty: null });
    for (const [id, who] of [
      [duty, elsewhere],
      [forCase, head],
      [own, head],
      ["nonsense", head],
    ] as const) {
      expect((await judge(id, {}, who)).text).toBe(missing.text);
    }
    expect(await hub.sql`select from audit.duty_judgements`).toHaveLength(0);
  });

  test.each([{ isJustified: false }, { isJustified: false, note: "  " }, { note: "x".repeat(201) }])(
    "refuses %j",
    async (more) => {
      await look();
      const [waiting] = await waitingFor(head);
      expect(codesOf(await judge(waiting?.id ?? "", more))).toEqual(["BAD_USER_INPUT"]);
      expect(await hub.sql`select from audit.duty_judgements`).toHaveLength(0);
    },
  );

  test("is refused to whoever has not the right, whole", async () => {
    await look();
    const [waiting] = await waitingFor(head);
    const reply = await judge(waiting?.id ?? "", {}, clerk);
    expect(codesOf(reply)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    expect(await hub.sql`select from audit.duty_judgements`).toHaveLength(0);
  });
});
