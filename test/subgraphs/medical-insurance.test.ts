import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, garbageIds, readPages } from "../support/pages.ts";
import { claim, enrolment } from "../support/rows/medical-insurance.ts";
import { registeredResident } from "../support/rows/population.ts";
import { scopesOfRole } from "../support/sdl-rules.ts";
import { callDepartment } from "../support/viewer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const officer = { roles: ["department_officer"], department: "medical-insurance", areas: ["3201"] };

beforeEach(async () => {
  await hub.sql`truncate population.residents, medical_insurance.enrolments, medical_insurance.claims`;
});
afterAll(() => hub.close());

const ask = (fields: string): Promise<Reply> =>
  hub.ask({ query: `{ resident(id: "1001") { medicalInsurance { ${fields} } } }`, ...officer });

/** Asks for one person's medical insurance; the person is registered first. */
async function askFor(fields: string): Promise<Reply> {
  await registeredResident(hub.sql, { id: "1001" });
  return ask(fields);
}

describe("Resident.medicalInsurance", () => {
  test("is null for a person who is not enrolled", async () => {
    const reply = await askFor("scheme");
    expect(reply.data).toEqual({ resident: { medicalInsurance: null } });
    expect(reply.errors).toEqual([]);
  });

  test("is null for an enrolment outside the viewer's areas, as if there were none", async () => {
    const none = await askFor("scheme claims { edges { cursor } }");
    await enrolment(hub.sql, { residentId: "1001", areaCode: "320205105001" });
    await claim(hub.sql, { residentId: "1001", id: "1", areaCode: "320205105001" });
    expect((await ask("scheme claims { edges { cursor } }")).text).toBe(none.text);
  });
});

describe("MedicalInsurance", () => {
  test.each([
    ["EMPLOYEE", "ACTIVE"],
    ["RESIDENT", "SUSPENDED"],
    ["EMPLOYEE", "ENDED"],
  ])("holds scheme %s and status %s as they are kept", async (scheme, status) => {
    await enrolment(hub.sql, { residentId: "1001", scheme, status });
    expect((await askFor("scheme status")).data).toEqual({ resident: { medicalInsurance: { scheme, status } } });
  });
});

describe("MedicalInsurance.personalAccountBalanceFen", () => {
  test.each([0, 1, 2_147_483_647, null])("is %j as it is kept", async (personalAccountBalanceFen) => {
    await enrolment(hub.sql, { residentId: "1001", personalAccountBalanceFen });
    const reply = await askFor("personalAccountBalanceFen");
    expect(reply.data).toEqual({ resident: { medicalInsurance: { personalAccountBalanceFen } } });
    expect(reply.errors).toEqual([]);
  });
});

describe("MedicalInsurance.claims", () => {
  const PAGE =
    "claims(first: $first, after: $after) { edges { cursor node { hospital } } pageInfo { hasNextPage endCursor } }";
  const paged = {
    query: `query ($first: Int, $after: String) { resident(id: "1001") { medicalInsurance { ${PAGE} } } }`,
    ...officer,
  };
  const read = (first: number) =>
    readPages<{ hospital: string }>(hub, paged, first, ["resident", "medicalInsurance", "claims"]);
  // Newest first; two of one day by their ids, of which 9 is smaller than 10.
  const DAYS = ["2025-12-31", "2025-03-02", "2025-03-02", "2024-02-29", "1999-01-01"];
  const insertClaims = async () => {
    await enrolment(hub.sql, { residentId: "1001" });
    for (const at of [3, 0, 4, 2, 1]) {
      await claim(hub.sql, { residentId: "1001", id: `${11 - at}`, settledOn: DAYS[at] ?? "", hospital: `医院${at}` });
    }
    await claim(hub.sql, { residentId: "1002", id: "99", hospital: "别人的医院" });
  };

  test("hold what is kept of each", async () => {
    await enrolment(hub.sql, { residentId: "1001" });
    const kept = {
      settledOn: "2025-03-02",
      hospital: "市第一医院",
      diagnosis: "高血压",
      totalFen: 1,
      reimbursedFen: 0,
    };
    await claim(hub.sql, { residentId: "1001", id: "5", ...kept });
    const reply = await askFor("claims { edges { node { settledOn hospital diagnosis totalFen reimbursedFen } } }");
    expect(reply.data).toEqual({ resident: { medicalInsurance: { claims: { edges: [{ node: kept }] } } } });
  });

  test.each([1, 2, 4, 5, 6, 100])("come once each, newest first, %i a page", async (first) => {
    await registeredResident(hub.sql, { id: "1001" });
    await insertClaims();
    expect((await read(first)).map(({ hospital }) => hospital)).toEqual(DAYS.map((_, at) => `医院${at}`));
  });

  test("are an empty page when there are none", async () => {
    await enrolment(hub.sql, { residentId: "1001" });
    const reply = await askFor("claims { edges { cursor } pageInfo { hasNextPage endCursor } }");
    const claims = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
    expect(reply.data).toEqual({ resident: { medicalInsurance: { claims } } });
  });

  test("leave out those outside the viewer's areas, without a gap in the page", async () => {
    await registeredResident(hub.sql, { id: "1001" });
    await insertClaims();
    await hub.sql`update medical_insurance.claims set area_code = '320205105001' where settled_on = '2025-03-02'`;
    expect((await read(2)).map(({ hospital }) => hospital)).toEqual(["医院0", "医院3", "医院4"]);
  });

  test("come 20 a page to a client that does not say", async () => {
    await enrolment(hub.sql, { residentId: "1001" });
    for (let at = 1; at <= 21; at += 1) await claim(hub.sql, { residentId: "1001", id: `${at}` });
    expect((await askFor("claims { edges { cursor } }")).text.match(/"cursor"/g)).toHaveLength(20);
  });

  test.each(badPages)("are null with an error for the page %j", async (page) => {
    await registeredResident(hub.sql, { id: "1001" });
    await insertClaims();
    const reply = await hub.ask({ ...paged, variables: { ...page } });
    expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["resident", "medicalInsurance", "claims"], "BAD_USER_INPUT"],
    ]);
    expect(reply.data).toEqual({ resident: { medicalInsurance: { claims: null } } });
  });

  test("take no cursor of another list", async () => {
    await registeredResident(hub.sql, { id: "1001" });
    await insertClaims();
    const other = await hub.ask({ query: "{ residents { pageInfo { endCursor } } }", ...officer });
    const { residents } = other.data as { residents: { pageInfo: { endCursor: string } } };
    const reply = await hub.ask({ ...paged, variables: { after: residents.pageInfo.endCursor } });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("the reference resolver of Resident", () => {
  test("knows nothing of ids that no row can have, and sends them to no database", async () => {
    const question = {
      query: `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on Resident { medicalInsurance { claims { edges { cursor } } } } }
      }`,
      variables: { representations: garbageIds.map((id) => ({ __typename: "Resident", id })) },
    };
    const asking = {
      scopes: scopesOfRole("department_officer", "medical-insurance"),
      hasPurpose: true,
      areas: ["32"],
      residentId: null,
      accountId: "1",
    };
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await callDepartment(hub, "medical-insurance", question, asking)),
    );
    expect(reply?.data?.["_entities"]).toEqual(garbageIds.map(() => ({ medicalInsurance: null })));
    expect(statements).toEqual({});
  });
});

describe("the loaders", () => {
  const insertTen = async () => {
    for (let at = 0; at < 10; at += 1) {
      await registeredResident(hub.sql, { id: `100${at}` });
      await enrolment(hub.sql, { residentId: `100${at}` });
      for (const id of [1, 2, 3]) await claim(hub.sql, { residentId: `100${at}`, id: `${at}${id}` });
    }
  };

  test("read a page of claims for each of ten residents with one SELECT", async () => {
    await insertTen();
    const query = `{ residents { edges { node { medicalInsurance { status claims(first: 2) {
      edges { node { hospital } } pageInfo { hasNextPage } } } } } } }`;
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...officer })));
    expect(reply?.text.match(/"hospital"/g)).toHaveLength(20);
    expect(reply?.text.match(/"hasNextPage":true/g)).toHaveLength(10);
    expect(statements).toEqual({ population: 1, "medical-insurance": 2 });
  });

  test("read pages of two sizes with one SELECT each", async () => {
    await insertTen();
    const query = `{ residents { edges { node { medicalInsurance {
      one: claims(first: 1) { edges { cursor } } all: claims { edges { cursor } } } } } } }`;
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...officer })));
    expect(reply?.text.match(/"cursor"/g)).toHaveLength(40);
    expect(statements).toEqual({ population: 1, "medical-insurance": 3 });
  });
});
