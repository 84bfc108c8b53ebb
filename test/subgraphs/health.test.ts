import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { garbageIds } from "../support/pages.ts";
import { birthRegistration, support } from "../support/rows/health.ts";
import { registeredResident } from "../support/rows/population.ts";
import { scopesOfRole } from "../support/sdl-rules.ts";
import { callDepartment } from "../support/viewer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const officer = { roles: ["department_officer"], department: "health", areas: ["3201"] };
const clerk = { roles: ["window_clerk"], areas: ["320105006"] };

beforeEach(async () => {
  await hub.sql`truncate population.residents, health.birth_registrations, health.supports`;
  await registeredResident(hub.sql, { id: "1001" });
});
afterAll(() => hub.close());

const ask = (fields: string, who: object = officer): Promise<Reply> =>
  hub.ask({ query: `{ resident(id: "1001") { ${fields} } }`, ...who });

const BOTH = "birthRegistration { registeredOn } familyPlanningSupport { status }";

describe("Resident.birthRegistration", () => {
  test("holds the own certificate, and nobody else", async () => {
    await birthRegistration(hub.sql, { residentId: "1001" });
    const reply = await ask("birthRegistration { registeredOn certificateNumber institution }");
    expect(reply.data).toEqual({
      resident: {
        birthRegistration: {
          registeredOn: "2019-03-04",
          certificateNumber: "Z900000001",
          institution: "南京市妇幼保健院",
        },
      },
    });
    expect(reply.errors).toEqual([]);
    const columns = await hub.sql<{ name: string }[]>`
      select attname as name from pg_attribute where attrelid = 'health.birth_registrations'::regclass and attnum > 0`;
    expect(columns.map(({ name }) => name)).toEqual([
      "resident_id",
      "area_code",
      "registered_on",
      "certificate_number",
      "institution",
    ]);
  });

  test("is a day to a clerk, without number and hospital", async () => {
    await birthRegistration(hub.sql, { residentId: "1001" });
    const reply = await ask("birthRegistration { registeredOn certificateNumber institution }", clerk);
    expect(reply.data).toEqual({
      resident: { birthRegistration: { registeredOn: "2019-03-04", certificateNumber: null, institution: null } },
    });
    expect(reply.text).not.toContain("Z9000");
  });
});

describe("Resident.familyPlanningSupport", () => {
  test.each([
    ["APPLIED", "RURAL_REWARD", null, null, null],
    ["GRANTED", "ONLY_CHILD_PARENT", "2015-12-01", null, 1_000],
    ["GRANTED", "LOSS_OF_CHILD", "2016-02-29", null, 59_000],
    ["ENDED", "DISABLED_CHILD", "2010-01-01", "2024-06-30", 0],
  ])("holds %s, %s, %s to %s and %s as they are kept", async (status, kind, startsOn, endsOn, monthlyAmountFen) => {
    const row = { status, kind, startsOn, endsOn, monthlyAmountFen };
    await support(hub.sql, { residentId: "1001", ...row });
    const reply = await ask("familyPlanningSupport { status kind startsOn endsOn monthlyAmountFen }");
    expect(reply.data).toEqual({ resident: { familyPlanningSupport: row } });
    expect(reply.errors).toEqual([]);
  });

  // An only child's parents and those who have lost one must look alike, and so must who has never asked.
  test("is refused to a clerk in the same bytes, whatever it is for and whether there is any", async () => {
    const fields = "familyPlanningSupport { __typename status kind startsOn endsOn monthlyAmountFen }";
    const none = await ask(fields, clerk);
    expect(none.data).toEqual({ resident: { familyPlanningSupport: null } });
    expect(none.errors.map(({ extensions }) => extensions.code)).toEqual(["UNAUTHORIZED_FIELD_OR_TYPE"]);
    await support(hub.sql, { residentId: "1001", kind: "ONLY_CHILD_PARENT", startsOn: "2015-12-01" });
    expect((await ask(fields, clerk)).text).toBe(none.text);
    await hub.sql`update health.supports set kind = 'LOSS_OF_CHILD', starts_on = '2019-01-01', monthly_fen = 59000`;
    expect((await ask(fields, clerk)).text).toBe(none.text);
  });
});

describe("a person Health does not know", () => {
  test("has neither, and neither has one of another area", async () => {
    const none = await ask(BOTH);
    expect(none.data).toEqual({ resident: { birthRegistration: null, familyPlanningSupport: null } });
    expect(none.errors).toEqual([]);
    const elsewhere = { residentId: "1001", areaCode: "320205105001" };
    await birthRegistration(hub.sql, elsewhere);
    await support(hub.sql, elsewhere);
    expect((await ask(BOTH)).text).toBe(none.text);
  });

  test("is nobody for ids that no row can have, which are sent to no database", async () => {
    const question = {
      query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Resident { ${BOTH} } } }`,
      variables: { representations: garbageIds.map((id) => ({ __typename: "Resident", id })) },
    };
    const scopes = scopesOfRole("department_officer", "health");
    const asking = { scopes, hasPurpose: true, areas: ["32"], residentId: null, accountId: "1" };
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await callDepartment(hub, "health", question, asking)),
    );
    const nothing = { birthRegistration: null, familyPlanningSupport: null };
    expect(reply?.data?.["_entities"]).toEqual(garbageIds.map(() => nothing));
    expect(statements).toEqual({});
  });
});

describe("the loaders", () => {
  test("read registrations and support of ten residents with one SELECT each", async () => {
    await hub.sql`truncate population.residents`;
    for (let at = 0; at < 10; at += 1) {
      await registeredResident(hub.sql, { id: `100${at}` });
      await birthRegistration(hub.sql, { residentId: `100${at}` });
      await support(hub.sql, { residentId: `100${at}` });
    }
    const query = `{ residents { edges { node { ${BOTH} } } } }`;
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...officer })));
    expect(reply?.text.match(/"registeredOn"/g)).toHaveLength(10);
    expect(statements).toEqual({ population: 1, health: 2 });
  });
});
