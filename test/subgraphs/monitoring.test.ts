import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, garbageIds, readPages } from "../support/pages.ts";
import { benefit, monitored } from "../support/rows/monitoring.ts";
import { registeredResident } from "../support/rows/population.ts";
import { scopesOfRole } from "../support/sdl-rules.ts";
import { callDepartment } from "../support/viewer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const officer = { roles: ["department_officer"], department: "monitoring", areas: ["3201"] };

beforeEach(async () => {
  await hub.sql`truncate population.residents, monitoring.monitored_persons, monitoring.benefits`;
  await registeredResident(hub.sql, { id: "1001" });
});
afterAll(() => hub.close());

const ask = (fields: string, viewer: object = officer): Promise<Reply> =>
  hub.ask({ query: `{ resident(id: "1001") { ${fields} } }`, ...viewer });

describe("Resident.monitoring", () => {
  const FIELDS = "monitoring { level certification certifiedOn reviewDueOn }";

  test.each([
    ["MINIMUM_LIVING", "PENDING", null, null],
    ["EXTREME_POVERTY", "CERTIFIED", "2025-01-15", "2026-01-15"],
    ["MINIMUM_LIVING_MARGIN", "MATCH_FAILED", "2024-02-29", "2025-02-28"],
    ["RIGID_SPENDING", "ENDED", "2020-01-01", null],
  ])("holds %s, %s, %s and %s as they are kept", async (level, certification, certifiedOn, reviewDueOn) => {
    await monitored(hub.sql, { residentId: "1001", level, certification, certifiedOn, reviewDueOn });
    const reply = await ask(FIELDS);
    expect(reply.data).toEqual({ resident: { monitoring: { level, certification, certifiedOn, reviewDueOn } } });
    expect(reply.errors).toEqual([]);
  });

  test("is null for a person under watch outside the viewer's areas, as if there were none", async () => {
    const fields = `${FIELDS} benefits { edges { node { state amountFen } } }`;
    const none = await ask(fields);
    expect(none.data).toEqual({ resident: { monitoring: null, benefits: { edges: [] } } });
    await monitored(hub.sql, { residentId: "1001", areaCode: "320205105001" });
    await benefit(hub.sql, { residentId: "1001", id: "1", areaCode: "320205105001" });
    expect((await ask(fields)).text).toBe(none.text);
  });

  test("shows residents their own, and officers of Civil Affairs with the amounts", async () => {
    await monitored(hub.sql, { residentId: "1001" });
    await benefit(hub.sql, { residentId: "1001", id: "1" });
    const own = { roles: ["resident"], residentId: "1001", areas: [], purpose: "item:own-record" };
    const civilAffairs = { roles: ["department_officer"], department: "civil-affairs", areas: ["320105"] };
    for (const viewer of [own, civilAffairs]) {
      const { data, errors } = await ask("monitoring { level } benefits { edges { node { amountFen } } }", viewer);
      expect(errors).toEqual([]);
      expect(data).toEqual({
        resident: { monitoring: { level: "MINIMUM_LIVING" }, benefits: { edges: [{ node: { amountFen: 5_040 } }] } },
      });
    }
    const other = { ...own, residentId: "1002" };
    expect((await ask("monitoring { level }", other)).data).toEqual({ resident: null });
  });
});

describe("Resident.benefits", () => {
  const PAGE = "edges { cursor node { amountFen } } pageInfo { hasNextPage endCursor }";
  const paged = {
    query: `query ($first: Int, $after: String) { resident(id: "1001") {
      benefits(first: $first, after: $after) { ${PAGE} } } }`,
    ...officer,
  };
  // Newest first; two of one day by their ids, of which 9 is smaller than 10.
  const DAYS = ["2025-12-01", "2025-03-01", "2025-03-01", "2024-02-01", "1999-01-01"];
  const insertBenefits = async () => {
    for (const at of [3, 0, 4, 2, 1]) {
      const periodStartsOn = DAYS[at] ?? "";
      await benefit(hub.sql, { residentId: "1001", id: `${11 - at}`, periodStartsOn, amountFen: at });
    }
    await benefit(hub.sql, { residentId: "1002", id: "99", amountFen: 77 });
  };

  test.each(["GRANTED", "SENT", "MATCHED", "CERTIFIED", "PUSHED", "APPLIED", "NOTIFIED", "MATCH_FAILED"])(
    "hold the state %s with period and amount",
    async (state) => {
      await benefit(hub.sql, { residentId: "1001", id: "1", state, kind: "PREMIUM_SUBSIDY" });
      const reply = await ask(
        "benefits { edges { node { kind state amountFen periodStartsOn periodEndsOn changedOn } } }",
      );
      const node = {
        kind: "PREMIUM_SUBSIDY",
        state,
        amountFen: 5_040,
        periodStartsOn: "2025-04-01",
        periodEndsOn: "2025-04-30",
        changedOn: "2025-04-03",
      };
      expect(reply.data).toEqual({ resident: { benefits: { edges: [{ node }] } } });
    },
  );

  test.each([1, 2, 5, 100])("come once each, newest first, %i a page", async (first) => {
    await insertBenefits();
    const nodes = await readPages<{ amountFen: number }>(hub, paged, first, ["resident", "benefits"]);
    expect(nodes.map(({ amountFen }) => amountFen)).toEqual([0, 1, 2, 3, 4]);
  });

  test.each(badPages)("are null with an error for the page %j", async (page) => {
    await insertBenefits();
    const reply = await hub.ask({ ...paged, variables: { ...page } });
    expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["resident", "benefits"], "BAD_USER_INPUT"],
    ]);
    expect(reply.data).toEqual({ resident: { benefits: null } });
  });
});

describe("the reference resolver of Resident", () => {
  test("knows nothing of ids that no row can have, and sends them to no database", async () => {
    const question = {
      query: `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on Resident { monitoring { level } benefits { edges { cursor } } } }
      }`,
      variables: { representations: garbageIds.map((id) => ({ __typename: "Resident", id })) },
    };
    const scopes = scopesOfRole("department_officer", "monitoring");
    const asking = { scopes, hasPurpose: true, areas: ["32"], residentId: null, accountId: "1" };
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await callDepartment(hub, "monitoring", question, asking)),
    );
    expect(reply?.data?.["_entities"]).toEqual(garbageIds.map(() => ({ monitoring: null, benefits: { edges: [] } })));
    expect(statements).toEqual({});
  });
});

describe("the loaders", () => {
  test("read watch and a page of benefits for each of ten residents with one SELECT a table", async () => {
    for (let at = 2; at < 12; at += 1) {
      const residentId = String(1_000 + at);
      await registeredResident(hub.sql, { id: residentId });
      await monitored(hub.sql, { residentId });
      for (const id of [1, 2, 3]) await benefit(hub.sql, { residentId, id: `${residentId}${id}` });
    }
    const query =
      "{ residents { edges { node { monitoring { level } benefits(first: 2) { edges { node { state } } } } } } }";
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...officer })));
    expect(reply?.text.match(/"state"/g)).toHaveLength(20);
    expect(statements).toEqual({ population: 1, monitoring: 2 });
  });
});
