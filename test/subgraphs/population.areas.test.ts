import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, readPages } from "../support/pages.ts";
import { area, serviceCentre } from "../support/rows/population.ts";

const anybody = { roles: ["analyst"], areas: [], purpose: null };

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  const divisions: [string, string | null][] = [
    ["32", null],
    ["3202", "32"],
    ["3201", "32"],
    ["320105", "3201"],
    ["320102", "3201"],
    ["320205", "3202"],
    ["320105006", "320105"],
    ["320105007", "320105"],
    ["320105006001", "320105006"],
  ];
  for (const [code, parentCode] of divisions) await area(hub.sql, { code, parentCode });
  await area(hub.sql, { code: "320103", parentCode: "3201", validToOn: "2013-02-20", successorCode: "320102" });
  await area(hub.sql, { code: "320104", parentCode: "3201", validFromOn: "2013-02-20", validToOn: "2999-01-01" });
  await serviceCentre(hub.sql, { code: "3201050002", townships: ["320105007", "320105006"] });
  await serviceCentre(hub.sql, {
    code: "3201050001",
    name: "兴隆街道便民服务中心",
    standsIn: "320105006",
    address: "云锦路1号",
    openingHours: "周一至周五",
    townships: ["320105006"],
  });
  await serviceCentre(hub.sql, { code: "3202050001", townships: ["320205105"] });
});
afterAll(() => hub.close());

const ask = (query: string): Promise<Reply> => hub.ask({ query, ...anybody });
const codes = async (query: string, path: string, first = 2) => {
  const text = `query ($first: Int, $after: String) {
    ${query} { totalCount edges { cursor node { code } } pageInfo { hasNextPage endCursor } }
  }`;
  const rows = await readPages<{ code: string }>(hub, { query: text, variables: {}, ...anybody }, first, [path]);
  return rows.map(({ code }) => code);
};
const PAGE = "first: $first, after: $after";

describe("Query.areas", () => {
  test("lists the divisions in force by their codes, to everybody who is signed in", async () => {
    const all = ["32", "3201", "320102", "320104", "320105", "320105006", "320105006001", "320105007"];
    for (const first of [1, 3, 100]) {
      expect(await codes(`areas(${PAGE})`, "areas", first)).toEqual([...all, "3202", "320205"]);
    }
  });

  test("narrows to a level, to a parent, and to both", async () => {
    expect(await codes(`areas(level: CITY, ${PAGE})`, "areas")).toEqual(["3201", "3202"]);
    expect(await codes(`areas(level: COUNTY, ${PAGE})`, "areas")).toEqual(["320102", "320104", "320105", "320205"]);
    expect(await codes(`areas(parent: "3201", ${PAGE})`, "areas")).toEqual(["320102", "320104", "320105"]);
    expect(await codes(`areas(parent: "3201", level: COUNTY, ${PAGE})`, "areas", 1)).toHaveLength(3);
    expect(await codes(`areas(parent: "32", level: COUNTY, ${PAGE})`, "areas")).toEqual([]);
    for (const parent of ["x", "", "320", "99"]) {
      expect(await codes(`areas(parent: "${parent}", ${PAGE})`, "areas")).toEqual([]);
    }
  });

  test("takes a province's and a city's code as national standards write it, with zeros behind it", async () => {
    const cities = ["3201", "3202"];
    for (const parent of ["320000", "320000000000"]) {
      expect(await codes(`areas(parent: "${parent}", ${PAGE})`, "areas")).toEqual(cities);
    }
    const counties = ["320102", "320104", "320105"];
    expect(await codes(`areas(parent: "320100", ${PAGE})`, "areas")).toEqual(counties);
    for (const [given, code] of Object.entries({ "320100": "3201", "320105000000": "320105", "320000": "32" })) {
      expect((await ask(`{ area(code: "${given}") { code } }`)).data).toEqual({ area: { code } });
    }
    expect((await ask('{ area(code: "320109") { code } }')).data).toEqual({ area: null });
    const centres = await ask('{ serviceCentres(filter: { areaCode: "320200" }) { edges { node { code } } } }');
    expect(centres.data).toEqual({ serviceCentres: { edges: [{ node: { code: "3202050001" } }] } });
  });

  test("counts what is on all pages", async () => {
    const reply = await ask(`{
      cities: areas(level: CITY, first: 1) { totalCount }
      counties: areas(level: COUNTY, first: 1) { totalCount }
      none: areas(parent: "x") { totalCount }
    }`);
    expect(reply.data).toEqual({ cities: { totalCount: 2 }, counties: { totalCount: 4 }, none: { totalCount: 0 } });
  });

  test("counts only where it is asked to", async () => {
    const count = (fields: string) => hub.countStatements(() => ask(`{ areas { ${fields} } }`));
    expect(await count("edges { node { code } }")).toEqual({ population: 1 });
    expect(await count("edges { node { code } } totalCount")).toEqual({ population: 2 });
  });

  test.each(badPages)("refuses the page %j", async (page) => {
    const query = `query ($first: Int, $after: String) { areas(${PAGE}) { totalCount } }`;
    const reply = await hub.ask({ query, variables: { ...page }, ...anybody });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("Area", () => {
  test("says its level, when it was in force and what took its place", async () => {
    const fields = "level validFromOn validToOn successor { code }";
    const reply = await ask(`{ old: area(code: "320103") { ${fields} } new: area(code: "320104") { ${fields} } }`);
    expect(reply.data).toEqual({
      old: { level: "COUNTY", validFromOn: null, validToOn: "2013-02-20", successor: { code: "320102" } },
      new: { level: "COUNTY", validFromOn: "2013-02-20", validToOn: "2999-01-01", successor: null },
    });
  });

  test("of a township knows the centres that serve it", async () => {
    const reply = await ask(`{
      one: area(code: "320105006") { serviceCentres { code } }
      county: area(code: "320105") { serviceCentres { code } }
    }`);
    const serviceCentres = [{ code: "3201050001" }, { code: "3201050002" }];
    expect(reply.data).toEqual({ one: { serviceCentres }, county: { serviceCentres: [] } });
  });
});

describe("Query.serviceCentre", () => {
  test("gives a centre with the townships it serves", async () => {
    const query = (code: string) => `{ serviceCentre(code: "${code}") {
      code name address openingHours area { code } townships { code }
    } }`;
    expect((await ask(query("3201050001"))).data).toEqual({
      serviceCentre: {
        code: "3201050001",
        name: "兴隆街道便民服务中心",
        address: "云锦路1号",
        openingHours: "周一至周五",
        area: { code: "320105006" },
        townships: [{ code: "320105006" }],
      },
    });
    expect((await ask(query("3201050002"))).data).toMatchObject({
      serviceCentre: {
        address: null,
        area: { code: "320105" },
        townships: [{ code: "320105006" }, { code: "320105007" }],
      },
    });
  });

  test.each(["", "320105", "3201050009", "x", "9".repeat(40)])("is null for %j", async (code) => {
    const reply = await ask(`{ serviceCentre(code: "${code}") { code } }`);
    expect([reply.data, reply.errors]).toEqual([{ serviceCentre: null }, []]);
  });
});

describe("Query.serviceCentres", () => {
  test("lists all, or those that serve a township of a division", async () => {
    const list = (filter: string) => codes(`serviceCentres(${filter} ${PAGE})`, "serviceCentres", 1);
    expect(await list("")).toEqual(["3201050001", "3201050002", "3202050001"]);
    expect(await list('filter: { areaCode: "3201" },')).toEqual(["3201050001", "3201050002"]);
    expect(await list('filter: { areaCode: "320105007" },')).toEqual(["3201050002"]);
    expect(await list('filter: { areaCode: "3203" },')).toEqual([]);
  });

  test("counts them", async () => {
    const reply = await ask(`{
      all: serviceCentres(first: 1) { totalCount }
      some: serviceCentres(filter: { areaCode: "320105" }, first: 1) { totalCount }
    }`);
    expect(reply.data).toEqual({ all: { totalCount: 3 }, some: { totalCount: 2 } });
  });

  test("refuses what is no division", async () => {
    const reply = await ask('{ serviceCentres(filter: { areaCode: "3201050" }) { totalCount } }');
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });

  test("reads ten centres' townships with one SELECT each for links and divisions", async () => {
    const query = "{ serviceCentres { edges { node { townships { name serviceCentres { code } } } } } }";
    expect(await hub.countStatements(() => ask(query))).toEqual({ population: 4 });
  });
});
