import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { LIST_QUERY, MAIN_QUERY } from "../support/main-query.ts";
import { idNumberOf, resident } from "../support/rows/resident.ts";

const HERE = "1001";
const ELSEWHERE = "2099";
const NOBODY = "9999";
const yibao = { roles: ["department_officer"], areas: ["3202"], department: "medical-insurance" };

let hub: TestHub;
let remote: TestHub;

beforeAll(async () => {
  [hub, remote] = await Promise.all([openHub(), openHub({ overHttp: true })]);
  for (const one of [hub, remote]) {
    await resident(one.sql, { id: HERE });
    await resident(one.sql, { id: ELSEWHERE, areaCode: "320205105001" });
    for (let at = 3; at < 30; at += 1) await resident(one.sql, { id: `10${String(at).padStart(2, "0")}` });
  }
});

afterAll(async () => {
  await Promise.all([hub.close(), remote.close()]);
});

describe("the main query", () => {
  test("gives a clerk every department's statuses in one answer", async () => {
    const reply = await hub.ask({ query: MAIN_QUERY, variables: { id: HERE } });
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({
      resident: {
        id: HERE,
        name: "郭君",
        idNumber: "329901************",
        socialSecurity: {
          status: "ACTIVE",
          participations: [{ insurance: "PENSION", status: "ACTIVE", paidMonths: 120 }],
        },
        medicalInsurance: {
          scheme: "EMPLOYEE",
          status: "ACTIVE",
          claims: { edges: [{ node: { settledOn: "2025-03-02", diagnosis: null } }] },
        },
        assistance: { status: "GRANTED", category: "MINIMUM_LIVING" },
      },
    });
    expect(reply.errors).toEqual([
      expect.objectContaining({
        path: ["resident", "medicalInsurance", "claims", "edges", "node", "diagnosis"],
        extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" },
      }),
    ]);
    expect(reply.masked).toEqual(["Resident.idNumber"]);
  });

  test("gives the same bytes when every department runs on its own", async () => {
    for (const id of [HERE, ELSEWHERE, NOBODY]) {
      const question = { query: MAIN_QUERY, variables: { id } };
      expect((await remote.ask(question)).text).toBe((await hub.ask(question)).text);
      const list = { query: LIST_QUERY, variables: { first: 20 }, ...yibao };
      expect((await remote.ask(list)).text).toBe((await hub.ask(list)).text);
    }
  });

  test("answers a hidden resident and one who does not exist with equal bytes", async () => {
    const hidden = await hub.ask({ query: MAIN_QUERY, variables: { id: ELSEWHERE } });
    const missing = await hub.ask({ query: MAIN_QUERY, variables: { id: NOBODY } });
    expect(hidden.text).toBe(missing.text);
    expect(hidden.data).toEqual({ resident: null });
    const byNumber = `query ($n: ResidentIdNumber!) { residentByIdNumber(idNumber: $n) { name } }`;
    const hiddenNumber = await hub.ask({ query: byNumber, variables: { n: idNumberOf(ELSEWHERE) } });
    const missingNumber = await hub.ask({ query: byNumber, variables: { n: idNumberOf("77") } });
    expect(hiddenNumber.text).toBe(missingNumber.text);
  });

  test("shows the medical insurance officer the diagnosis, and not the others' data", async () => {
    const reply = await hub.ask({ query: MAIN_QUERY, variables: { id: ELSEWHERE }, ...yibao });
    expect(reply.data).toMatchObject({
      resident: {
        medicalInsurance: { claims: { edges: [{ node: { diagnosis: "高血压" } }] } },
        socialSecurity: null,
        assistance: null,
      },
    });
    expect(reply.errors.map((error) => error.path)).toEqual([
      ["resident", "socialSecurity"],
      ["resident", "assistance"],
    ]);
  });

  test("shows an analyst nobody", async () => {
    const analyst = { roles: ["analyst"], areas: ["32"] };
    const one = await hub.ask({ query: MAIN_QUERY, variables: { id: HERE }, ...analyst });
    expect(one.data).toEqual({ resident: null });
    const list = await hub.ask({ query: LIST_QUERY, variables: { first: 5 }, ...analyst });
    expect(list.data).toEqual({ residents: { edges: null } });
    for (const reply of [one, list]) expect(reply.errors[0]?.extensions.code).toBe("UNAUTHORIZED_FIELD_OR_TYPE");
  });

  test("asks for a purpose before it shows anybody", async () => {
    for (const purpose of [null, "", "because", "duty:short", "case:", "item:no spaces allowed"]) {
      const reply = await hub.ask({ query: MAIN_QUERY, variables: { id: HERE }, purpose });
      expect(reply.data).toEqual({ resident: null });
      expect(reply.errors.map((error) => error.extensions.code)).toEqual(["PURPOSE_REQUIRED"]);
    }
    const spelledOut = {
      query: MAIN_QUERY,
      variables: { id: HERE },
      purpose: `duty:${encodeURIComponent("核对低保户的医疗支出情况")}`,
    };
    expect((await hub.ask(spelledOut)).data).toMatchObject({ resident: { id: HERE } });
  });

  test("answers 401 without a good token", async () => {
    const tokens = [undefined, "Bearer x.y.z", `Bearer ${await hub.tokenFor({ ttlSeconds: -60 })}`];
    tokens.push(`Bearer ${await hub.tokenFor({ ttlSeconds: 3600 })}`);
    tokens.push(`Bearer ${await hub.tokenFor({ roles: ["auditor", "account_admin"] })}`);
    for (const authorization of tokens) {
      const response = await fetch(`${hub.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
        body: JSON.stringify({ query: "{ __typename }" }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    }
  });

  test("lets the token's own scope narrow the role's", async () => {
    const reply = await hub.ask({ query: MAIN_QUERY, variables: { id: HERE }, scope: "population:read accounts:read" });
    expect(reply.data).toMatchObject({ resident: { name: "郭*", socialSecurity: null } });
  });

  test("costs one select per department, two where a child table is read", async () => {
    const expected = { population: 1, "social-security": 2, "medical-insurance": 2, "civil-affairs": 1 };
    const one = await hub.countStatements(() => hub.ask({ query: MAIN_QUERY, variables: { id: HERE } }));
    expect(one).toEqual(expected);
    const list = await hub.countStatements(() => hub.ask({ query: LIST_QUERY, variables: { first: 20 } }));
    expect(list).toEqual(expected);
    expect((await hub.ask({ query: LIST_QUERY, variables: { first: 20 } })).text.match(/"idNumber"/g)).toHaveLength(20);
  });

  test("is entered in the access record before it is released", async () => {
    await hub.sql`truncate audit.access_records`;
    await hub.ask({
      query: MAIN_QUERY,
      variables: { id: HERE },
      sub: "4711",
      headers: { "x-request-id": "request-0001" },
    });
    const rows =
      await hub.sql`select r.request_id, r.viewer_id, r.roles, r.areas, r.purpose, r.residents, l.masked, l.refused
      from audit.access_records r join audit.field_lists l using (field_lists_id)`;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      request_id: "request-0001",
      viewer_id: "4711",
      roles: ["window_clerk"],
      areas: ["320105006"],
      purpose: "item:320101-001",
      masked: ["Resident.idNumber"],
      refused: ["Claim.diagnosis"],
    });
    expect(rows[0]?.["residents"]).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(HERE);
  });

  test("is not released when it can't be recorded", async () => {
    await hub.sql`alter table audit.access_records rename to moved_away`;
    try {
      const reply = await hub.ask({ query: MAIN_QUERY, variables: { id: HERE } });
      expect(reply.status).toBe(503);
      expect(reply.text).not.toContain("郭君");
    } finally {
      await hub.sql`alter table audit.moved_away rename to access_records`;
    }
  });
});
