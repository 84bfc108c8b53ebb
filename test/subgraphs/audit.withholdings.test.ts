import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { CASE_PURPOSE, insertCaseOfPurpose } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";

const hub: TestHub = await openHub();
const auditor = { sub: "91", roles: ["auditor"], areas: ["32"], purpose: null };
const second = { ...auditor, sub: "92" };
const ofAnotherCounty = { ...auditor, sub: "93", areas: ["320205"] };
const clerk = { sub: "501", roles: ["window_clerk"], areas: ["320105006"] };
const own = { sub: "r1", roles: ["resident"], residentId: "1001", areas: [], purpose: "item:own-record" };
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const ORDER = "id purpose areas untilAt reason state orderedBy confirmedBy endedBy";

beforeAll(async () => {
  // The office of the clerk, as the record names it.
  await hub.sql`insert into population.areas (code, name) values ('320105006', '兴隆街道') on conflict do nothing`;
  await resident(hub.sql, { id: "1001" });
  await insertCaseOfPurpose(hub.sql);
});
beforeEach(async () => {
  await hub.sql`truncate audit.access_records, audit.looked_at, audit.withholding_orders, audit.withholding_steps,
    audit.objections, audit.objection_answers`;
});
afterAll(() => hub.close());

const codesOf = (reply: Reply) => reply.errors.map(({ extensions }) => extensions.code);
const order = (change: object = {}, viewer: object = auditor) =>
  hub.ask({
    query: `mutation ($input: WithholdLooksInput!) { withholdLooks(input: $input) { ${ORDER} } }`,
    variables: {
      input: { purpose: CASE_PURPOSE, untilAt: inDays(30), reason: "order 17/2026 of the court", ...change },
    },
    ...viewer,
  });
const idOf = (reply: Reply) => (reply.data as { withholdLooks: { id: string } }).withholdLooks.id;
const step = (name: "confirmWithholding" | "endWithholding", id: string, viewer: object) =>
  hub.ask({
    query: `mutation ($id: ID!) { ${name}(input: { id: $id }) { state confirmedBy endedBy } }`,
    variables: { id },
    ...viewer,
  });
const look = () => hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, ...clerk, purpose: CASE_PURPOSE });
const shownLooks = async (
  onlyOthers = true,
): Promise<{ id: string; viewerId: string; viewerOffice: string | null }[]> => {
  const query = `query ($others: Boolean) { resident(id: "1001") { accessRecords(onlyOthers: $others) { edges { node { id viewerId viewerOffice } } } } }`;
  const reply = await hub.ask({ query, variables: { others: onlyOthers }, ...own });
  const found = reply.data as {
    resident: { accessRecords: { edges: { node: { id: string; viewerId: string; viewerOffice: string | null } }[] } };
  };
  return found.resident.accessRecords.edges.map(({ node }) => node);
};

describe("an order to withhold looks", () => {
  test("counts once a second auditor has confirmed it, and until one ends it", async () => {
    await look();
    const id = idOf(await order());
    expect(await shownLooks()).toHaveLength(1);
    expect((await step("confirmWithholding", id, second)).data).toEqual({
      confirmWithholding: { state: "CONFIRMED", confirmedBy: "92", endedBy: null },
    });
    expect(await shownLooks()).toEqual([]);
    expect((await step("endWithholding", id, second)).data).toMatchObject({
      endWithholding: { state: "ENDED", endedBy: "92" },
    });
    expect(await shownLooks()).toHaveLength(1);
  });

  test("is not confirmed by the auditor who asked, twice, or once it has ended", async () => {
    const id = idOf(await order());
    expect(codesOf(await step("confirmWithholding", id, auditor))).toEqual(["CONFLICT"]);
    await step("confirmWithholding", id, second);
    expect(codesOf(await step("confirmWithholding", id, { ...second, sub: "94" }))).toEqual(["CONFLICT"]);
    await step("endWithholding", id, auditor);
    expect(codesOf(await step("confirmWithholding", id, second))).toEqual(["CONFLICT"]);
  });

  test("is about looks by viewers of the auditor's own areas", async () => {
    await look();
    const id = idOf(await order({}, ofAnotherCounty));
    await step("confirmWithholding", id, { ...ofAnotherCounty, sub: "95" });
    expect(await shownLooks()).toHaveLength(1);
  });

  test("is neither seen, confirmed nor ended from other areas", async () => {
    const id = idOf(await order());
    for (const name of ["confirmWithholding", "endWithholding"] as const) {
      expect((await step(name, id, ofAnotherCounty)).data).toEqual({ [name]: null });
    }
    const list = "{ withholdings { edges { node { id state } } } }";
    expect((await hub.ask({ query: list, ...ofAnotherCounty })).text).not.toContain(id);
    expect((await hub.ask({ query: list, ...second })).data).toEqual({
      withholdings: { edges: [{ node: { id, state: "REQUESTED" } }] },
    });
  });

  test.each([
    { purpose: "item:320101-001" },
    { purpose: "because" },
    { untilAt: inDays(367) },
    { untilAt: "2099-01-01T00:00:00Z" },
    { untilAt: inDays(-1) },
    { reason: "short" },
    { reason: "\u200b".repeat(12) },
    { reason: "............" },
    { reason: "about 329901199001010016 in court" },
  ])("is refused: %j", async (change) => {
    expect(codesOf(await order(change))).toEqual(["BAD_USER_INPUT"]);
    expect(await hub.sql`select from audit.withholding_orders`).toHaveLength(0);
  });

  test.each([clerk, own, { ...auditor, areas: [] }])("is refused to %j", async (viewer) => {
    expect(codesOf(await order({}, viewer))).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
  });

  test("cannot be confirmed by one account with the database's login either", async () => {
    const id = idOf(await order());
    await expect(
      hub.sql.begin(async (sql) => {
        await sql`set local role onedoor_audit`;
        await sql`select onedoor.set_viewer('{32}', null)`;
        await sql`insert into audit.withholding_steps (order_id, step, taken_by) values (${id}, 'CONFIRMED', '91')`;
      }),
    ).rejects.toThrow("row-level security");
  });
});

describe("Mutation.objectToLook", () => {
  const object = (lookId: string, reason = "不是我本人办理", viewer: object = own) =>
    hub.ask({
      query: `mutation ($input: ObjectToLookInput!) { objectToLook(input: $input) { id reason answer } }`,
      variables: { input: { lookId, reason } },
      ...viewer,
    });
  const LIST = "{ objections { edges { node { id lookId viewerId viewerOffice reason answer } } } }";

  test("reaches the auditors of the viewer's area, and their answer the resident", async () => {
    await look();
    const [one] = await shownLooks();
    const reply = await object(one?.id ?? "");
    expect(reply.data).toEqual({
      objectToLook: { id: expect.any(String) as string, reason: "不是我本人办理", answer: null },
    });
    expect((await hub.ask({ query: LIST, ...ofAnotherCounty })).data).toEqual({ objections: { edges: [] } });
    const listed = (await hub.ask({ query: LIST, ...auditor })).data as {
      objections: { edges: { node: { id: string } }[] };
    };
    expect(listed.objections.edges[0]?.node).toMatchObject({ lookId: one?.id, viewerId: "501", answer: null });
    const input = { id: listed.objections.edges[0]?.node.id, answer: "已核实,属误操作" };
    const ANSWER = "mutation ($input: AnswerObjectionInput!) { answerObjection(input: $input) { answer answeredBy } }";
    expect((await hub.ask({ query: ANSWER, variables: { input }, ...ofAnotherCounty })).data).toEqual({
      answerObjection: null,
    });
    expect((await hub.ask({ query: ANSWER, variables: { input }, ...auditor })).data).toEqual({
      answerObjection: { answer: "已核实,属误操作", answeredBy: "91" },
    });
    expect(codesOf(await hub.ask({ query: ANSWER, variables: { input }, ...auditor }))).toEqual(["CONFLICT"]);
    const shown = await hub.ask({
      query: `{ resident(id: "1001") { accessRecords(onlyOthers: true) { edges { node { objection { reason answer } } } } } }`,
      ...own,
    });
    expect(shown.text).toContain("已核实");
  });

  test("finds no look at somebody else, and stays as it was", async () => {
    await resident(hub.sql, { id: "1002" });
    await hub.ask({ query: MAIN_QUERY, variables: { id: "1002" }, ...clerk });
    const [foreign] = await hub.sql<{ record_id: string }[]>`select record_id from audit.access_records`;
    expect((await object(foreign?.record_id ?? "")).data).toEqual({ objectToLook: null });
    await look();
    const [one] = await shownLooks();
    await object(one?.id ?? "");
    expect((await object(one?.id ?? "", "another reason")).data).toMatchObject({
      objectToLook: { reason: "不是我本人办理" },
    });
    expect(codesOf(await object(one?.id ?? "", "\u3164".repeat(9)))).toEqual(["BAD_USER_INPUT"]);
    expect(codesOf(await object(one?.id ?? "", "call 13912345671 please"))).toEqual(["BAD_USER_INPUT"]);
    expect(codesOf(await object(one?.id ?? "", "whatever it is", clerk))).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
  });
});

describe("Query.accessRecords", () => {
  test("is found by account, name, area, purpose, time and number, and tells name and office", async () => {
    await look();
    await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, ...clerk, sub: "502" });
    const list = async (filter: object) => {
      const query =
        "query ($f: AccessRecordFilter) { accessRecords(kind: LOOK, filter: $f) { edges { node { id number viewerId viewerOffice } } } }";
      const reply = await hub.ask({ query, variables: { f: filter }, ...auditor });
      expect(reply.errors).toEqual([]);
      const { edges } = (reply.data as { accessRecords: { edges: { node: Record<string, string> }[] } }).accessRecords;
      return edges.map(({ node }) => node);
    };
    const [newer, older] = await list({});
    expect(older).toMatchObject({ viewerId: "501", viewerOffice: "兴隆街道" });
    expect(await list({ viewerId: "502" })).toEqual([newer]);
    expect(await list({ purpose: CASE_PURPOSE })).toEqual([older]);
    expect(await list({ record: older?.["id"] })).toEqual([older]);
    expect(await list({ record: older?.["number"] })).toEqual([older]);
    expect(await list({ areaCode: "320105" })).toHaveLength(2);
    for (const areaCode of ["320100", "320000", "320105000000"]) expect(await list({ areaCode })).toHaveLength(2);
    expect(await list({ areaCode: "320205" })).toEqual([]);
    expect(await list({ sinceAt: inDays(-1), untilAt: inDays(1) })).toHaveLength(2);
    expect(await list({ untilAt: inDays(-1) })).toEqual([]);
    expect(await list({ viewerName: "nobody" })).toEqual([]);
    const bad = await hub.ask({
      query: '{ accessRecords(filter: { record: "x" }) { edges { node { id } } } }',
      ...auditor,
    });
    expect(codesOf(bad)).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("a list", () => {
  test.each([
    ["{ seals { pageInfo { hasNextPage } } }", auditor, "LOG_READ"],
    ["{ emergencyAccesses { edges { cursor } } }", auditor, "EMERGENCY"],
    ["{ withholdings { edges { node { id } } } }", auditor, "WITHHOLDING"],
    ["{ objections { edges { node { id } } } }", auditor, "OBJECTION"],
    [
      "{ accounts { totalCount } }",
      { sub: "96", roles: ["account_admin"], areas: ["32"], purpose: null },
      "ACCOUNT_READ",
    ],
    [
      "{ accountRequests { pageInfo { hasNextPage } } }",
      { sub: "96", roles: ["account_admin"], areas: ["32"], purpose: null },
      "ACCOUNT_READ",
    ],
  ])("is entered by itself when it is read: %s", async (query, viewer, kind) => {
    expect((await hub.ask({ query, ...viewer })).errors).toEqual([]);
    expect(await hub.sql`select kind, viewer_id from audit.access_records`).toEqual([{ kind, viewer_id: viewer.sub }]);
  });
});
