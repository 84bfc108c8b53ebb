import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { badPages, readPages } from "../support/pages.ts";
import { registeredResident } from "../support/rows/population.ts";
import { runs } from "../support/runs.ts";

const officer = { roles: ["department_officer"], department: "population", areas: ["3201"] };
const PAGE = `query ($first: Int, $after: String, $filter: ResidentFilter) {
  residents(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id name } }
    pageInfo { hasNextPage endCursor }
  }
}`;

// In the order of the list: village by village, and there by id as a number.
const ORDER = [
  { id: "7", areaCode: "320104001001", name: "甲" },
  { id: "999", areaCode: "320105", name: "乙" },
  { id: "12", areaCode: "320105006001", name: "甲" },
  { id: "101", areaCode: "320105006001", name: "丙" },
  { id: "1000", areaCode: "320105006001", name: "甲" },
  { id: "3", areaCode: "320105006002", name: "丁" },
  { id: "2", areaCode: "320105007001", name: "甲" },
];
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  for (const row of [...ORDER].reverse()) await registeredResident(hub.sql, row);
  await registeredResident(hub.sql, { id: "5000", areaCode: "320205105001", name: "甲" });
});
afterAll(() => hub.close());

const read = (first: number, filter: object | null = null, areas = officer.areas) =>
  readPages<{ id: string; name: string }>(hub, { query: PAGE, variables: { filter }, ...officer, areas }, first, [
    "residents",
  ]);

describe("Query.residents", () => {
  test.each([1, 2, 3, 6, 7, 8, 100])("holds everybody of the viewer's areas once, %i a page", async (first) => {
    expect(idsOf(await read(first))).toEqual(idsOf(ORDER));
  });

  test("gives 20 to a client that does not say how many", async () => {
    const query = "{ residents { edges { node { id } } } }";
    expect((await hub.ask({ query, ...officer })).text.match(/"id"/g)).toHaveLength(ORDER.length);
    for (let at = 0; at < 20; at += 1) {
      await registeredResident(hub.sql, { id: `60${at}`, areaCode: "320903001001" });
    }
    expect((await hub.ask({ query, ...officer, areas: ["3209"] })).text.match(/"id"/g)).toHaveLength(20);
    await registeredResident(hub.sql, { id: "700", areaCode: "320903001001" });
    expect((await hub.ask({ query, ...officer, areas: ["3209"] })).text.match(/"id"/g)).toHaveLength(20);
  });

  test("is an empty page without a cursor where nobody is", async () => {
    const reply = await hub.ask({ query: PAGE, ...officer, areas: ["3213"] });
    expect(reply.data).toEqual({ residents: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } });
  });

  test("narrows to a division within the viewer's areas", async () => {
    const within = (code: string) => ORDER.filter(({ areaCode }) => areaCode.startsWith(code));
    for (const areaCode of ["32", "3201", "320105", "320105006", "320105006001"]) {
      expect(idsOf(await read(2, { areaCode }))).toEqual(idsOf(within(areaCode)));
    }
  });

  test("shows nobody of a division outside the viewer's areas", async () => {
    expect(await read(2, { areaCode: "3202" })).toEqual([]);
    expect(await read(2, { areaCode: "320205105001" })).toEqual([]);
  });

  test("narrows to a whole name, and to both", async () => {
    expect(idsOf(await read(2, { name: "甲" }))).toEqual(["7", "12", "1000", "2"]);
    expect(idsOf(await read(2, { name: "甲", areaCode: "320105006" }))).toEqual(["12", "1000"]);
    expect(idsOf(await read(1, { name: "甲", areaCode: null }))).toEqual(["7", "12", "1000", "2"]);
    for (const name of ["", "%", "_", "甲'--", 'a"b', "\\", "{甲}"]) expect(await read(2, { name })).toEqual([]);
  });

  test("takes a name with a NUL character for nobody's name", async () => {
    const reply = await hub.ask({ query: PAGE, variables: { filter: { name: "\u0000" } }, ...officer });
    expect(reply.errors.map(({ extensions }) => extensions.code)).not.toContain("SUBGRAPH_UNAVAILABLE");
  });

  test("joins several areas, overlapping or not, without showing anybody twice", async () => {
    expect(idsOf(await read(2, null, ["320105006", "3201", "320105"]))).toEqual(idsOf(ORDER));
    expect(idsOf(await read(1, null, ["320104", "320105007"]))).toEqual(["7", "2"]);
  });

  test.each(["3", "320", "abc", "", "3201 ", "32%", "32010500600100"])("refuses the division %j", async (areaCode) => {
    const reply = await hub.ask({ query: PAGE, variables: { filter: { areaCode } }, ...officer });
    expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["residents"], "BAD_USER_INPUT"],
    ]);
    expect(reply.data).toBeNull();
  });

  test.each(badPages)("refuses the page %j", async (page) => {
    const reply = await hub.ask({ query: PAGE, variables: { ...page }, ...officer });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.data ?? null).toBeNull();
  });

  test("refuses a page of all there is", async () => {
    const reply = await hub.ask({ query: PAGE, variables: { first: 2_147_483_647 }, ...officer });
    expect(reply.errors).toHaveLength(1);
    expect(["BAD_USER_INPUT", "OPERATION_TOO_EXPENSIVE"]).toContain(reply.errors[0]?.extensions.code);
    expect(reply.data ?? null).toBeNull();
  });

  test("takes no text for a cursor that it has not given out", async () => {
    const property = fc.asyncProperty(fc.string({ minLength: 1, unit: "binary" }), async (after) => {
      const reply = await hub.ask({ query: PAGE, variables: { after }, ...officer });
      expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    });
    await fc.assert(property, runs(40));
  });

  test("names nobody in a cursor", async () => {
    const reply = await hub.ask({ query: PAGE, variables: { first: 7 }, ...officer });
    const cursors = [...reply.text.matchAll(/"cursor":"([^"]+)"/g)].map((match) =>
      Buffer.from(match[1] ?? "", "base64url").toString(),
    );
    expect(cursors).toHaveLength(7);
    expect(new Set(cursors).size).toBe(7);
    expect(cursors.join()).not.toMatch(/residents|3201|1000|3299|139\d{8}/);
  });

  test("goes on behind a cursor whose row has gone", async () => {
    const page = await hub.ask({ query: PAGE, variables: { first: 3 }, ...officer });
    const { residents } = page.data as { residents: { pageInfo: { endCursor: string } } };
    await hub.sql`delete from population.residents where resident_id = 12`;
    const variables = { first: 10, after: residents.pageInfo.endCursor };
    const next = await hub.ask({ query: PAGE, variables, ...officer });
    await registeredResident(hub.sql, { id: "12", areaCode: "320105006001", name: "甲" });
    const { edges } = (next.data as { residents: { edges: { node: { id: string } }[] } }).residents;
    expect(edges.map(({ node }) => node.id)).toEqual(["101", "1000", "3", "2"]);
  });

  test("refuses a cursor that was made for another viewer", async () => {
    const page = await hub.ask({ query: PAGE, variables: { first: 3 }, ...officer });
    const { residents } = page.data as { residents: { pageInfo: { endCursor: string } } };
    const variables = { first: 10, after: residents.pageInfo.endCursor };
    const reply = await hub.ask({ query: PAGE, variables, ...officer, areas: ["320105007"] });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect(reply.data).toBeNull();
  });
});
