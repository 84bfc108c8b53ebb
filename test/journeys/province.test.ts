import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seed, type SeedReport } from "../../seed/seed.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { SEED_DAY } from "../support/seed-day.ts";

const RESIDENTS = 2_000;
// Half a million cases are made and copied, on machines that may be busy.
const PATIENCE_MS = 600_000;

let hub: TestHub;
let report: SeedReport;
beforeAll(async () => {
  hub = await openHub();
  // A seed fills empty tables only, and every test hub has an item to ask about.
  await hub.sql`truncate services.items, services.businesses`;
  report = await seed({
    urlOf: () => hub.adminUrl,
    extent: "PROVINCE",
    residents: RESIDENTS,
    seed: 1,
    today: SEED_DAY,
  });
}, PATIENCE_MS);
afterAll(() => hub.close());

/** What a viewer of the whole province counts. */
const count = async (field: string, claims: object): Promise<unknown> => {
  const reply = await hub.ask({ query: `{ counted: ${field} }`, areas: ["32"], ...claims });
  expect(reply.errors).toEqual([]);
  return reply.data?.["counted"];
};
const analyst = { roles: ["analyst"], purpose: null };

describe("a province of 2 000 residents", () => {
  test("has the cities, counties, centres, accounts and cases that were reported, through the graph", async () => {
    expect(await count("areas(level: CITY, first: 1) { totalCount }", analyst)).toEqual({ totalCount: 13 });
    expect(await count("areas(level: COUNTY, first: 1) { totalCount }", analyst)).toEqual({ totalCount: 95 });
    expect(await count("serviceCentres(first: 1) { totalCount }", analyst)).toEqual({ totalCount: 1_244 });
    const admin = { roles: ["account_admin"], purpose: null };
    expect(await count("accounts(first: 1) { totalCount }", admin)).toEqual({ totalCount: 25_828 });
    expect(await count("caseCount { cases }", analyst)).toEqual({ cases: 472_400 });
  });

  test("has more centres than townships, and some of both serve or have several", async () => {
    const reply = await hub.ask({
      query: `{
        townships: areas(level: TOWNSHIP, first: 1) { totalCount }
        zone: serviceCentres(filter: { areaCode: "320481" }, first: 100) {
          edges { node { name area { name } townships { code serviceCentres { code } } } }
        }
      }`,
      ...analyst,
    });
    expect(reply.data).toMatchObject({ townships: { totalCount: 1_200 } });
    const { edges } = (reply.data as unknown as Listed).zone;
    const zone = edges.find(({ node }) => node.area.name === "溧阳市")?.node;
    expect(zone?.name).toBe("溧阳经济开发区便民服务中心");
    expect(zone?.townships.length).toBeGreaterThan(1);
    expect(zone?.townships.every(({ serviceCentres }) => serviceCentres.length === 2)).toBe(true);
  });

  test("finds the named residents at their counters, by the first letters of their names", async () => {
    const reply = await hub.ask({
      query: `{ residents(filter: { nameInitials: "wrx" }) { edges { node { name area { name } } } } }`,
      roles: ["window_clerk"],
      areas: ["320205105"],
      purpose: "duty:finding a person by the first letters",
    });
    const names = (reply.data as { residents: { edges: { node: object }[] } }).residents.edges;
    expect(names.map(({ node }) => node)).toContainEqual({ name: "万仁兴", area: { name: "春风村" } });
  });

  test("gives every account an area and every case a centre that the graph knows", async () => {
    const [strays] = await hub.sql`
      select
        (select count(*)::int from accounts.accounts as account
          where not exists (select from population.areas where code = any(account.areas))) as accounts,
        (select count(*)::int from cases.cases as one where one.centre_code is not null
          and not exists (select from population.service_centres where code = one.centre_code)) as cases,
        (select count(distinct number)::int from cases.cases) as numbers,
        (select count(distinct case_id)::int from cases.cases) as ids`;
    expect(strays).toEqual({ accounts: 0, cases: 0, numbers: 472_400, ids: 472_400 });
    expect(report.rows).toMatchObject({
      "population.residents": RESIDENTS,
      "population.service_centres": 1_244,
      "accounts.accounts": 25_829,
      "cases.cases": 472_400,
    });
  });

  test("is refused where a demo is asked for, and is not loaded twice", async () => {
    const again = { urlOf: () => hub.adminUrl, residents: RESIDENTS, seed: 1, today: SEED_DAY };
    await expect(seed(again)).rejects.toThrow("already holds demo data (--province --residents 2000 --seed 1");
    await expect(seed({ ...again, extent: "PROVINCE" })).rejects.toThrow("already holds these 2000 residents");
  });
});

interface Listed {
  zone: {
    edges: {
      node: { name: string; area: { name: string }; townships: { code: string; serviceCentres: { code: string }[] }[] };
    }[];
  };
}
