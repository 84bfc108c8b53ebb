import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { divisionsOf } from "../../subgraphs/population/resolvers-address.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { area, registeredResident } from "../support/rows/population.ts";
import { runs } from "../support/runs.ts";

// Townships whose names hold what elsewhere ends a township, begins a road or names a city.
const PLACES = [
  { code: "320106001", names: ["江苏省", "南京市", "鼓楼区", "宁海路街道"], tail: "西康路33号" },
  { code: "320106005", names: ["江苏省", "南京市", "鼓楼区", "湖南路街道"], tail: "湖南路1号" },
  { code: "320116105", names: ["江苏省", "南京市", "六合区", "竹镇镇"], tail: "竹镇村2组" },
  { code: "320382103", names: ["江苏省", "徐州市", "邳州市", "八路镇"], tail: "八路村5号" },
  { code: "321102002", names: ["江苏省", "镇江市", "京口区", "大市口街道"], tail: "中山路8号" },
  { code: "320583104", names: ["江苏省", "苏州市", "昆山市", "周市镇"], tail: "市镇路9号古镇花园5幢" },
];

describe("Resident.address", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await openHub();
    for (const [at, { code, names, tail }] of PLACES.entries()) {
      for (const [level, digits] of [2, 4, 6, 9].entries()) {
        const division = { code: code.slice(0, digits), name: names[level] ?? "", parentCode: null };
        const [there] = await hub.sql`select from population.areas where code = ${division.code}`;
        if (there === undefined) await area(hub.sql, division);
      }
      await registeredResident(hub.sql, { id: String(at + 1), areaCode: `${code}901`, address: names.join("") + tail });
    }
    await registeredResident(hub.sql, { id: "50", areaCode: "320106001901", address: "老街3号" });
    await registeredResident(hub.sql, { id: "51", areaCode: "320106001901", address: "南京市鼓楼区老街道口路3号" });
    await registeredResident(hub.sql, { id: "52", areaCode: "320199001901", address: "江苏省南京市某区某镇3号" });
  });
  afterAll(() => hub.close());

  const addressOf = async (id: string, viewer: object): Promise<{ address: unknown; masked: unknown }> => {
    const reply = await hub.ask({
      query: "query ($id: ID!) { resident(id: $id) { address } }",
      variables: { id },
      areas: ["32"],
      ...viewer,
    });
    expect(reply.errors).toEqual([]);
    const { resident } = reply.data as { resident: { address: unknown } };
    return { address: resident.address, masked: reply.masked };
  };
  const clerk = { roles: ["window_clerk"] };

  test.each(PLACES.map(({ names, tail }, at) => [String(at + 1), names.join(""), tail] as const))(
    "of resident %s is shown down to %s",
    async (id, divisions, tail) => {
      expect(await addressOf(id, clerk)).toEqual({ address: `${divisions}***`, masked: ["Resident.address"] });
      const officer = { roles: ["department_officer"], department: "population" };
      expect((await addressOf(id, officer)).address).toBe(divisions + tail);
    },
  );

  test("shows no more than its divisions: none that is not written, and none that is not known", async () => {
    expect((await addressOf("50", clerk)).address).toBe("***");
    expect((await addressOf("51", clerk)).address).toBe("南京市鼓楼区***");
    expect((await addressOf("52", clerk)).address).toBe("江苏省南京市***");
  });

  test("costs one SELECT of divisions for many residents", async () => {
    const query = "{ residents(first: 50) { edges { node { address area { name } } } } }";
    const statements = await hub.countStatements(async () => {
      const reply = await hub.ask({ query, areas: ["32"], ...clerk });
      expect(reply.errors).toEqual([]);
    });
    expect(statements["population"]).toBe(2);
  });
});

describe("divisionsOf", () => {
  const names = ["江苏省", "南京市", "鼓楼区", "宁海路街道"];

  test.each([
    ["江苏南京鼓楼区宁海路街道1号", "江苏南京鼓楼区宁海路街道"],
    ["鼓楼区宁海路街道1号", "鼓楼区宁海路街道"],
    ["宁海路街道1号", "宁海路街道"],
    ["宁海路1号", ""],
    ["1号江苏省南京市", ""],
    ["", ""],
  ])("of %j are %j", (address, divisions) => {
    expect(divisionsOf(address, names)).toBe(divisions);
  });

  test("are a start of the address, put together from names of divisions and nothing else", () => {
    const piece = fc.constantFrom("江苏省", "江苏", "南京市", "鼓楼区", "宁海路街道", "宁海路", "1号", "5幢", "镇", "");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const address = pieces.join("");
        const divisions = divisionsOf(address, names);
        expect(address.startsWith(divisions)).toBe(true);
        expect(divisions).toMatch(/^(江苏省?)?(南京市?)?(鼓楼区)?(宁海路街道)?$/);
      }),
      runs(300),
    );
  });
});
