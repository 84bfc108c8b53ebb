import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { garbageIds } from "../support/pages.ts";
import { registeredResident } from "../support/rows/population.ts";
import { insuredPerson, participation } from "../support/rows/social-security.ts";
import { scopesOfRole } from "../support/sdl-rules.ts";
import { callDepartment } from "../support/viewer.ts";

const hub: TestHub = await openHub({ overHttp: true });
const officer = { roles: ["department_officer"], department: "social-security", areas: ["3201"] };
const asking = {
  scopes: scopesOfRole("department_officer", "social-security"),
  hasPurpose: true,
  areas: ["3201"],
  residentId: null,
  accountId: "1",
};

beforeEach(async () => {
  await hub.sql`truncate population.residents, social_security.insured_persons, social_security.participations`;
});
afterAll(() => hub.close());

/** Asks for one person's social insurance; the person is registered first. */
async function askFor(fields: string): Promise<Reply> {
  await registeredResident(hub.sql, { id: "1001" });
  return hub.ask({ query: `{ resident(id: "1001") { socialSecurity { ${fields} } } }`, ...officer });
}

describe("Resident.socialSecurity", () => {
  test("is null for a person who has never been insured", async () => {
    const reply = await askFor("status");
    expect(reply.data).toEqual({ resident: { socialSecurity: null } });
    expect(reply.errors).toEqual([]);
  });

  test("is null for a person whose insurance is kept outside the viewer's areas, as if there were none", async () => {
    const none = await askFor("status participations { paidMonths }");
    await insuredPerson(hub.sql, { residentId: "1001", areaCode: "320205105001" });
    await participation(hub.sql, { residentId: "1001", areaCode: "320205105001" });
    const query = `{ resident(id: "1001") { socialSecurity { status participations { paidMonths } } } }`;
    expect((await hub.ask({ query, ...officer })).text).toBe(none.text);
  });
});

describe("SocialSecurity.status", () => {
  test.each(["ACTIVE", "SUSPENDED", "ENDED", "RECEIVING_BENEFITS"])("is %s as it is kept", async (status) => {
    await insuredPerson(hub.sql, { residentId: "1001", status });
    expect((await askFor("status")).data).toEqual({ resident: { socialSecurity: { status } } });
  });

  test("is null with an error when what is kept is no status", async () => {
    await insuredPerson(hub.sql, { residentId: "1001", status: "BROKEN-VALUE" });
    const reply = await askFor("status");
    expect(reply.data).toEqual({ resident: { socialSecurity: { status: null } } });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["SUBGRAPH_UNAVAILABLE"]);
    expect(reply.text).not.toContain("BROKEN-VALUE");
  });
});

describe("SocialSecurity.participations", () => {
  test("are all the person's insurances by kind, with what is kept of each", async () => {
    await insuredPerson(hub.sql, { residentId: "1001" });
    const kinds = ["WORK_INJURY", "PENSION", "MEDICAL", "UNEMPLOYMENT", "MATERNITY"];
    for (const [at, insurance] of kinds.entries()) {
      await participation(hub.sql, {
        residentId: "1001",
        insurance,
        status: at === 0 ? "ENDED" : "ACTIVE",
        paidMonths: at * 12,
        contributionBaseFen: at * 100_000,
        insuredArea: at === 1 ? "3100" : "3201",
        employer: at === 2 ? null : `单位${at}`,
      });
    }
    await participation(hub.sql, { residentId: "1002", insurance: "PENSION" });
    const reply = await askFor(
      "participations { insurance status paidMonths contributionBaseFen insuredArea employer }",
    );
    const kept = (insurance: string) => {
      const at = kinds.indexOf(insurance);
      return {
        insurance,
        status: at === 0 ? "ENDED" : "ACTIVE",
        paidMonths: at * 12,
        contributionBaseFen: at * 100_000,
        insuredArea: at === 1 ? "3100" : "3201",
        employer: at === 2 ? null : `单位${at}`,
      };
    };
    expect(reply.data).toEqual({ resident: { socialSecurity: { participations: [...kinds].sort().map(kept) } } });
    expect(reply.errors).toEqual([]);
  });

  test("are an empty list when the person has none", async () => {
    await insuredPerson(hub.sql, { residentId: "1001" });
    expect((await askFor("participations { status }")).data).toEqual({
      resident: { socialSecurity: { participations: [] } },
    });
  });

  test("leave out those kept outside the viewer's areas", async () => {
    await insuredPerson(hub.sql, { residentId: "1001" });
    await participation(hub.sql, { residentId: "1001", insurance: "PENSION" });
    await participation(hub.sql, { residentId: "1001", insurance: "MEDICAL", areaCode: "320205105001" });
    expect((await askFor("participations { insurance }")).data).toEqual({
      resident: { socialSecurity: { participations: [{ insurance: "PENSION" }] } },
    });
  });
});

describe("SocialSecurity.pension", () => {
  test("is null when none has been granted", async () => {
    await insuredPerson(hub.sql, { residentId: "1001", pensionStartsOn: null });
    expect((await askFor("pension { startsOn }")).data).toEqual({ resident: { socialSecurity: { pension: null } } });
  });

  test("holds the day it starts and the amount, which may not be known", async () => {
    await insuredPerson(hub.sql, { residentId: "1001", pensionStartsOn: "2020-02-29", pensionMonthlyFen: 432_100 });
    const pension = { startsOn: "2020-02-29", monthlyAmountFen: 432_100 };
    const reply = await askFor("pension { startsOn monthlyAmountFen }");
    expect(reply.data).toEqual({ resident: { socialSecurity: { pension } } });
    await hub.sql`update social_security.insured_persons set pension_monthly_fen = null`;
    const query = `{ resident(id: "1001") { socialSecurity { pension { startsOn monthlyAmountFen } } } }`;
    expect((await hub.ask({ query, ...officer })).data).toEqual({
      resident: { socialSecurity: { pension: { startsOn: "2020-02-29", monthlyAmountFen: null } } },
    });
  });
});

describe("the reference resolver of Resident", () => {
  const entities = (ids: readonly unknown[]) => ({
    query: `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Resident { id socialSecurity { status } } }
    }`,
    variables: { representations: ids.map((id) => ({ __typename: "Resident", id })) },
  });

  test("answers in the order it is asked, each as often as asked", async () => {
    await insuredPerson(hub.sql, { residentId: "1001", status: "ACTIVE" });
    await insuredPerson(hub.sql, { residentId: "1002", status: "ENDED" });
    const reply = await callDepartment(hub, "social-security", entities(["1002", "9999", "1001", "1002"]), asking);
    const status = (value: string) => ({ status: value });
    expect(reply.data?.["_entities"]).toEqual([
      { id: "1002", socialSecurity: status("ENDED") },
      { id: "9999", socialSecurity: null },
      { id: "1001", socialSecurity: status("ACTIVE") },
      { id: "1002", socialSecurity: status("ENDED") },
    ]);
  });

  test("knows nothing of ids that no row can have, and sends them to no database", async () => {
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await callDepartment(hub, "social-security", entities(garbageIds), asking)),
    );
    expect(reply?.data?.["_entities"]).toEqual(garbageIds.map((id) => ({ id, socialSecurity: null })));
    expect(statements).toEqual({});
  });

  test.each([null, 1001, true, ["1001"], { id: "1001" }])("gives nothing for the id %j", async (id) => {
    await insuredPerson(hub.sql, { residentId: "1001" });
    const reply = await callDepartment(hub, "social-security", entities([id]), asking);
    expect(reply.text).not.toContain("ACTIVE");
    expect(reply.text).not.toMatch(/at .*\.ts|select |node_modules/);
  });
});

describe("the loaders", () => {
  test("read ten residents with one SELECT a table", async () => {
    for (let at = 0; at < 10; at += 1) {
      await registeredResident(hub.sql, { id: `100${at}` });
      await insuredPerson(hub.sql, { residentId: `100${at}` });
      await participation(hub.sql, { residentId: `100${at}` });
    }
    const query = `{ residents { edges { node { socialSecurity { status participations { status } } } } } }`;
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...officer })));
    expect(reply?.text.match(/"participations":\[\{/g)).toHaveLength(10);
    expect(statements).toEqual({ population: 1, "social-security": 2 });
  });

  test("read nothing of what was not asked for", async () => {
    await insuredPerson(hub.sql, { residentId: "1001", pensionStartsOn: "2020-01-01" });
    const statements = await hub.countStatements(() => askFor("status pension { startsOn }"));
    expect(statements).toEqual({ population: 1, "social-security": 1 });
  });
});
