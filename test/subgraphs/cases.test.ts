import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, garbageIds, readPages } from "../support/pages.ts";
import { caseOf } from "../support/rows/cases.ts";
import { registeredResident, serviceCentre } from "../support/rows/population.ts";
import { business } from "../support/rows/services.ts";
import { scopesOfRole } from "../support/sdl-rules.ts";
import { callDepartment } from "../support/viewer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const HERE = "320105006001";
const ELSEWHERE = "320205105001";

beforeEach(async () => {
  await hub.sql`truncate population.residents, cases.cases, services.businesses,
    population.service_centres, population.centre_townships, audit.access_records`;
  await registeredResident(hub.sql, { id: "1001", name: "郭君" });
});
afterAll(() => hub.close());

const ask = (query: string, viewer: object = {}): Promise<Reply> => hub.ask({ query, ...viewer });
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);

describe("Query.case", () => {
  const CENTRE = { code: "3201050001", name: "兴隆街道便民服务中心" };
  const FIELDS = `id number residentId areaCode status origin isByAgent openedOn acceptedOn dueOn closedOn
    item { code name } centre { code name } business { code name } resident { id name }`;

  test.each([
    "DRAFT RECEIVED CORRECTION_REQUESTED ACCEPTED NOT_ACCEPTED IN_REVIEW IN_PUBLICITY SUSPENDED GRANTED REFUSED".split(
      " ",
    ),
    "TERMINATED WITHDRAWN DELIVERED".split(" "),
  ])("holds what is kept, in every status", async (...statuses) => {
    await business(hub.sql, { code: "320101-001.apply", itemCode: "320101-001", name: "申请" });
    await serviceCentre(hub.sql, { ...CENTRE, standsIn: "320105006", townships: ["320105006"] });
    for (const [at, status] of statuses.entries()) {
      const id = String(10 + at);
      const dates = { openedOn: "2025-05-06", acceptedOn: null, dueOn: null, closedOn: null };
      const kept = {
        number: `2025-${id}`,
        status,
        origin: "GRID_REFERRAL",
        isByAgent: true,
        ...dates,
      };
      await caseOf(hub.sql, {
        residentId: "1001",
        id,
        ...kept,
        businessCode: "320101-001.apply",
        centreCode: CENTRE.code,
      });
      const reply = await ask(`{ case(number: "2025-${id}") { ${FIELDS} } }`);
      expect(reply.errors).toEqual([]);
      expect(reply.data).toEqual({
        case: {
          id,
          residentId: "1001",
          areaCode: HERE,
          ...kept,
          centre: CENTRE,
          item: { code: "320101-001", name: "最低生活保障" },
          business: { code: "320101-001.apply", name: "申请" },
          resident: { id: "1001", name: "郭君" },
        },
      });
    }
  });

  test("is null for a case of another area, byte for byte as for one that is not there", async () => {
    await caseOf(hub.sql, { residentId: "1001", id: "1", number: "2025-17", areaCode: ELSEWHERE });
    const [hidden, absent] = [
      await ask(`{ case(number: "2025-17") { ${FIELDS} } }`),
      await ask(`{ case(number: "2025-18") { ${FIELDS} } }`),
    ];
    expect(hidden.data).toEqual({ case: null });
    expect(hidden.text).toBe(absent.text);
  });

  test("sends what is no number to no database", async () => {
    const statements = await hub.countStatements(async () => {
      for (const number of ["", " ", "1' or true", "\\u0000", "x".repeat(65)]) {
        expect((await ask(`{ case(number: "${number}") { id } }`)).data).toEqual({ case: null });
      }
    });
    expect(statements).toEqual({});
  });

  test("asks for a purpose, and is entered in the record under the person whatever is asked for", async () => {
    await caseOf(hub.sql, { residentId: "1001", id: "1", number: "2025-17" });
    const refused = await ask(`{ case(number: "2025-17") { status } }`, { purpose: null });
    expect([refused.data, codesOf(refused)]).toEqual([{ case: null }, ["PURPOSE_REQUIRED"]]);
    for (const query of [
      `{ case(number: "2025-17") { status } }`,
      `{ a: case(number: "2025-17") { ... on Case { s: status } } }`,
      "{ cases { edges { node { status } } } }",
      `{ resident(id: "1001") { cases { edges { node { status } } } } }`,
    ]) {
      await hub.sql`truncate audit.access_records`;
      expect((await ask(query)).text).toContain("ACCEPTED");
      const records = await hub.sql<{ kind: string; residents: string[] }[]>`
        select kind, residents from audit.access_records`;
      expect(records.map(({ kind, residents }) => [kind, residents.length])).toEqual([["LOOK", 1]]);
    }
    const [byCase] = await hub.sql`select residents from audit.access_records`;
    await hub.sql`truncate audit.access_records`;
    await ask(`{ resident(id: "1001") { id } }`);
    const [byPerson] = await hub.sql`select residents from audit.access_records`;
    expect(byCase?.["residents"]).toEqual(byPerson?.["residents"]);
  });

  test("shows residents their own and nobody else's", async () => {
    await caseOf(hub.sql, { residentId: "1001", id: "1", number: "2025-17" });
    const query = `{ case(number: "2025-17") { status } }`;
    const viewer = { roles: ["resident"], areas: [], purpose: "item:own-record" };
    expect((await ask(query, { ...viewer, residentId: "1001" })).data).toEqual({ case: { status: "ACCEPTED" } });
    expect((await ask(query, { ...viewer, residentId: "1002" })).data).toEqual({ case: null });
  });

  test("tells no more of a person whom the registry hides than the id", async () => {
    await registeredResident(hub.sql, { id: "1002", areaCode: ELSEWHERE });
    await caseOf(hub.sql, { residentId: "1002", id: "1", number: "2025-17" });
    const reply = await ask(`{ case(number: "2025-17") { resident { id name birthOn } } }`);
    expect(reply.data).toEqual({ case: { resident: { id: "1002", name: null, birthOn: null } } });
  });
});

describe("Query.cases", () => {
  const PAGE = "edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount";
  const paged = {
    query: `query ($first: Int, $after: String, $filter: CaseFilter) {
      cases(filter: $filter, first: $first, after: $after) { ${PAGE} } }`,
    areas: ["320105"],
  };
  const AREAS = ["320105006002", "320105006001", "320105006001", "320105007001", ELSEWHERE];
  const insertCases = async () => {
    for (const [at, areaCode] of AREAS.entries()) {
      const status = at % 2 === 0 ? "ACCEPTED" : "REFUSED";
      await caseOf(hub.sql, { residentId: `100${at}`, id: `${9 + at}`, areaCode, status });
    }
  };
  const idsOf = async (first: number, filter: object | null) => {
    const question = { ...paged, variables: { filter } };
    return (await readPages<{ id: string }>(hub, question, first, ["cases"])).map(({ id }) => id);
  };

  test.each([1, 2, 3, 100])("come once each, village by village, %i a page", async (first) => {
    await insertCases();
    expect(await idsOf(first, null)).toEqual(["10", "11", "9", "12"]);
    expect(await idsOf(first, { status: "REFUSED" })).toEqual(["10", "12"]);
    expect(await idsOf(first, { areaCode: "320105006" })).toEqual(["10", "11", "9"]);
    expect(await idsOf(first, { areaCode: "320105006001", status: "ACCEPTED" })).toEqual(["11"]);
    expect(await idsOf(first, { areaCode: "3202" })).toEqual([]);
  });

  test.each([
    [null, 4],
    [{ status: "ACCEPTED" }, 2],
    [{ areaCode: "320105006" }, 3],
    [{ areaCode: "3202" }, 0],
  ])("with the filter %j say how many there are, whatever the page", async (filter, totalCount) => {
    await insertCases();
    const reply = await hub.ask({ ...paged, variables: { first: 1, filter } });
    expect(reply.data).toMatchObject({ cases: { totalCount } });
  });

  test("tell nothing by a filter to whoever has no right to what it looks at", async () => {
    await insertCases();
    const query = `{ cases(filter: { status: REFUSED }) { totalCount } }`;
    expect(codesOf(await ask(query, { areas: ["320105"], purpose: null }))).toEqual([
      "PURPOSE_REQUIRED",
      "PURPOSE_REQUIRED",
    ]);
    expect(codesOf(await ask(query, { roles: ["grid_worker"] }))).toEqual(["UNAUTHORIZED_FIELD_OR_TYPE"]);
  });

  test.each([{ areaCode: "32010" }, { areaCode: "" }, { areaCode: "32%" }])("refuse %j", async (filter) => {
    const reply = await hub.ask({ ...paged, variables: { filter } });
    expect([reply.data, codesOf(reply)]).toEqual([{ cases: null }, ["BAD_USER_INPUT"]]);
  });

  test.each(badPages)("are null with an error for the page %j", async (page) => {
    await insertCases();
    const reply = await hub.ask({ ...paged, variables: { ...page } });
    expect([reply.data, codesOf(reply)]).toEqual([{ cases: null }, ["BAD_USER_INPUT"]]);
  });
});

describe("Resident.cases", () => {
  const paged = {
    query: `query ($first: Int, $after: String) { resident(id: "1001") { cases(first: $first, after: $after) {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount } } }`,
  };
  const DAYS = ["2025-12-31", "2025-03-02", "2025-03-02", "2024-02-29"];
  const insertCases = async () => {
    for (const at of [3, 0, 2, 1]) {
      await caseOf(hub.sql, { residentId: "1001", id: `${11 - at}`, openedOn: DAYS[at] ?? "" });
    }
    await caseOf(hub.sql, { residentId: "1002", id: "99" });
  };

  test.each([1, 2, 3, 4, 100])("come once each, newest first, %i a page", async (first) => {
    await insertCases();
    const nodes = await readPages<{ id: string }>(hub, paged, first, ["resident", "cases"]);
    expect(nodes.map(({ id }) => id)).toEqual(["11", "10", "9", "8"]);
  });

  test("leave out, and do not count, those outside the viewer's areas", async () => {
    await insertCases();
    await hub.sql`update cases.cases set area_code = ${ELSEWHERE} where opened_on = '2025-03-02'`;
    const { data } = await hub.ask({ ...paged, variables: { first: 1 } });
    expect(data).toMatchObject({ resident: { cases: { totalCount: 2, edges: [{ node: { id: "11" } }] } } });
  });

  test.each(badPages)("are null with an error for the page %j", async (page) => {
    await insertCases();
    const reply = await hub.ask({ ...paged, variables: { ...page } });
    expect([reply.data, codesOf(reply)]).toEqual([{ resident: { cases: null } }, ["BAD_USER_INPUT"]]);
  });

  test("are read, and counted, for each of ten residents with one SELECT each", async () => {
    for (let at = 2; at < 12; at += 1) {
      const residentId = String(1_000 + at);
      await registeredResident(hub.sql, { id: residentId });
      for (const id of [1, 2, 3]) await caseOf(hub.sql, { residentId, id: `${residentId}${id}` });
    }
    const query =
      "{ residents { edges { node { cases(first: 2) { totalCount edges { node { status item { code } } } } } } } }";
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await ask(query)));
    expect(reply?.text.match(/"status"/g)).toHaveLength(20);
    expect(reply?.text.match(/"totalCount":3/g)).toHaveLength(10);
    expect(statements).toEqual({ population: 1, cases: 2 });
  });
});

describe("the reference resolvers", () => {
  const scopes = scopesOfRole("window_clerk");
  const asking = { scopes, hasPurpose: true, areas: ["320105006"], residentId: null, accountId: "1" };
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Case { status } ... on Resident { cases { totalCount } } } }`;
  const askEntities = (representations: object[], viewer: object = {}) =>
    callDepartment(hub, "cases", { query, variables: { representations } }, { ...asking, ...viewer });

  test("of Case finds what the viewer may see, and asks for a purpose", async () => {
    await caseOf(hub.sql, { residentId: "1001", id: "1" });
    await caseOf(hub.sql, { residentId: "1001", id: "2", areaCode: ELSEWHERE });
    const wanted = ["1", "2", "3"].map((id) => ({ __typename: "Case", id }));
    expect((await askEntities(wanted)).data?.["_entities"]).toEqual([{ status: "ACCEPTED" }, null, null]);
    const refused = await askEntities(wanted, { hasPurpose: false });
    expect(refused.data?.["_entities"]).toEqual([null, null, null]);
    expect(new Set(codesOf(refused))).toEqual(new Set(["PURPOSE_REQUIRED"]));
  });

  test("know nothing of ids that no row can have, and send them to no database", async () => {
    const wanted = garbageIds.flatMap((id) => ["Case", "Resident"].map((__typename) => ({ __typename, id })));
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await askEntities(wanted)));
    const nothing = garbageIds.flatMap(() => [null, { cases: { totalCount: 0 } }]);
    expect(reply?.data?.["_entities"]).toEqual(nothing);
    expect(statements).toEqual({});
  });
});
