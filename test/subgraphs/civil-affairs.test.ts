import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, garbageIds, readPages } from "../support/pages.ts";
import { award, recipient } from "../support/rows/civil-affairs.ts";
import { registeredResident } from "../support/rows/population.ts";
import { scopesOfRole } from "../support/sdl-rules.ts";
import { callDepartment } from "../support/viewer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const officer = { roles: ["department_officer"], department: "civil-affairs", areas: ["3201"] };

beforeEach(async () => {
  await hub.sql`truncate population.residents, civil_affairs.recipients, civil_affairs.awards`;
});
afterAll(() => hub.close());

const ask = (fields: string): Promise<Reply> =>
  hub.ask({ query: `{ resident(id: "1001") { ${fields} } }`, ...officer });

/** Asks Civil Affairs about one person, who is registered first. */
async function askFor(fields: string): Promise<Reply> {
  await registeredResident(hub.sql, { id: "1001" });
  return ask(fields);
}

describe("Resident.assistance", () => {
  test("is null for a person Civil Affairs does not know", async () => {
    const reply = await askFor("assistance { status } oldAgeAllowance { bandAge }");
    expect(reply.data).toEqual({ resident: { assistance: null, oldAgeAllowance: null } });
    expect(reply.errors).toEqual([]);
  });

  test("is null for a person who only has an allowance", async () => {
    await recipient(hub.sql, { residentId: "1001", allowanceBandAge: 80, allowanceStartsOn: "2024-08-01" });
    expect((await askFor("assistance { status } oldAgeAllowance { bandAge }")).data).toEqual({
      resident: { assistance: null, oldAgeAllowance: { bandAge: 80 } },
    });
  });

  test("is null for a recipient outside the viewer's areas, as if there were none", async () => {
    const fields = "assistance { status awards { edges { cursor } } } oldAgeAllowance { bandAge }";
    const none = await askFor(fields);
    const areaCode = "320205105001";
    await recipient(hub.sql, { residentId: "1001", areaCode, assistanceStatus: "GRANTED", allowanceBandAge: 80 });
    await award(hub.sql, { residentId: "1001", id: "1", areaCode });
    expect((await ask(fields)).text).toBe(none.text);
  });
});

describe("Assistance", () => {
  test.each([
    ["APPLIED", null, null],
    ["GRANTED", "MINIMUM_LIVING", 90_000],
    ["SUSPENDED", "EXTREME_POVERTY", 0],
    ["ENDED", "MINIMUM_LIVING_MARGIN", null],
  ])("holds %s, %s and %s as they are kept", async (status, category, monthlyAmountFen) => {
    await recipient(hub.sql, {
      residentId: "1001",
      assistanceStatus: status,
      assistanceCategory: category,
      assistanceMonthlyFen: monthlyAmountFen,
    });
    const reply = await askFor("assistance { status category monthlyAmountFen }");
    expect(reply.data).toEqual({ resident: { assistance: { status, category, monthlyAmountFen } } });
    expect(reply.errors).toEqual([]);
  });
});

describe("OldAgeAllowance", () => {
  test.each([
    [80, "2024-08-01", null, 5_000],
    [90, "2014-02-28", "2024-03-31", 10_000],
    [100, null, null, null],
  ])("holds band %i from %s to %s as it is kept", async (bandAge, startsOn, endsOn, monthlyAmountFen) => {
    await recipient(hub.sql, {
      residentId: "1001",
      allowanceBandAge: bandAge,
      allowanceStartsOn: startsOn,
      allowanceEndsOn: endsOn,
      allowanceMonthlyFen: monthlyAmountFen,
    });
    const reply = await askFor("oldAgeAllowance { bandAge startsOn endsOn monthlyAmountFen }");
    expect(reply.data).toEqual({ resident: { oldAgeAllowance: { bandAge, startsOn, endsOn, monthlyAmountFen } } });
    expect(reply.errors).toEqual([]);
  });

  test("is null for a person who only has assistance", async () => {
    await recipient(hub.sql, { residentId: "1001", assistanceStatus: "GRANTED" });
    expect((await askFor("oldAgeAllowance { bandAge }")).data).toEqual({ resident: { oldAgeAllowance: null } });
  });
});

describe("Assistance.awards", () => {
  const PAGE =
    "awards(first: $first, after: $after) { edges { cursor node { amountFen } } pageInfo { hasNextPage endCursor } }";
  const paged = {
    query: `query ($first: Int, $after: String) { resident(id: "1001") { assistance { ${PAGE} } } }`,
    ...officer,
  };
  const read = (first: number) =>
    readPages<{ amountFen: number }>(hub, paged, first, ["resident", "assistance", "awards"]);
  // Newest first; two of one day by their ids, of which 9 is smaller than 10.
  const DAYS = ["2025-12-31", "2025-03-02", "2025-03-02", "2024-02-29", "1999-01-01"];
  const insertAwards = async () => {
    await registeredResident(hub.sql, { id: "1001" });
    await recipient(hub.sql, { residentId: "1001", assistanceStatus: "ENDED" });
    for (const at of [3, 0, 4, 2, 1]) {
      await award(hub.sql, { residentId: "1001", id: `${11 - at}`, awardedOn: DAYS[at] ?? "", amountFen: at });
    }
    await award(hub.sql, { residentId: "1002", id: "99", amountFen: 77 });
  };

  test.each(["ILLNESS", "ACCIDENT", "EDUCATION", "RIGID_SPENDING", "OTHER"])("hold the reason %s", async (reason) => {
    await recipient(hub.sql, { residentId: "1001", assistanceStatus: "ENDED" });
    await award(hub.sql, { residentId: "1001", id: "5", awardedOn: "2025-05-06", reason, amountFen: 100_000 });
    const node = { awardedOn: "2025-05-06", reason, amountFen: 100_000 };
    const reply = await askFor("assistance { awards { edges { node { awardedOn reason amountFen } } } }");
    expect(reply.data).toEqual({ resident: { assistance: { awards: { edges: [{ node }] } } } });
  });

  test.each([1, 2, 4, 5, 6, 100])("come once each, newest first, %i a page", async (first) => {
    await insertAwards();
    expect((await read(first)).map(({ amountFen }) => amountFen)).toEqual([0, 1, 2, 3, 4]);
  });

  test("leave out those outside the viewer's areas, without a gap in the page", async () => {
    await insertAwards();
    await hub.sql`update civil_affairs.awards set area_code = '320205105001' where awarded_on = '2025-03-02'`;
    expect((await read(2)).map(({ amountFen }) => amountFen)).toEqual([0, 3, 4]);
  });

  test("are an empty page when there are none", async () => {
    await recipient(hub.sql, { residentId: "1001", assistanceStatus: "APPLIED" });
    const reply = await askFor("assistance { awards { edges { cursor } pageInfo { hasNextPage endCursor } } }");
    const awards = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    expect(reply.data).toEqual({ resident: { assistance: { awards } } });
  });

  test.each(badPages)("are null with an error for the page %j", async (page) => {
    await insertAwards();
    const reply = await hub.ask({ ...paged, variables: { ...page } });
    expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["resident", "assistance", "awards"], "BAD_USER_INPUT"],
    ]);
    expect(reply.data).toEqual({ resident: { assistance: { awards: null } } });
  });
});

describe("the reference resolver of Resident", () => {
  test("knows nothing of ids that no row can have, and sends them to no database", async () => {
    const question = {
      query: `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on Resident { assistance { status } oldAgeAllowance { bandAge } } }
      }`,
      variables: { representations: garbageIds.map((id) => ({ __typename: "Resident", id })) },
    };
    const scopes = scopesOfRole("department_officer", "civil-affairs");
    const asking = { scopes, hasPurpose: true, areas: ["32"], residentId: null, accountId: "1" };
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await callDepartment(hub, "civil-affairs", question, asking)),
    );
    expect(reply?.data?.["_entities"]).toEqual(garbageIds.map(() => ({ assistance: null, oldAgeAllowance: null })));
    expect(statements).toEqual({});
  });
});

describe("the loaders", () => {
  test("read assistance, allowance and a page of awards for each of ten residents with one SELECT a table", async () => {
    for (let at = 0; at < 10; at += 1) {
      await registeredResident(hub.sql, { id: `100${at}` });
      await recipient(hub.sql, { residentId: `100${at}`, assistanceStatus: "GRANTED", allowanceBandAge: 80 });
      for (const id of [1, 2, 3]) await award(hub.sql, { residentId: `100${at}`, id: `${at}${id}` });
    }
    const query = `{ residents { edges { node {
      oldAgeAllowance { bandAge } assistance { status awards(first: 2) { edges { node { reason } } } } } } } }`;
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...officer })));
    expect(reply?.text.match(/"reason"/g)).toHaveLength(20);
    expect(statements).toEqual({ population: 1, "civil-affairs": 2 });
  });
});
