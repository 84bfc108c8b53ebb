import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCursorSealing } from "../../../subgraphs/shared/sealed-cursors.ts";
import { createViewer } from "../../../subgraphs/shared/viewer.ts";
import { openHub, type Question, type Reply, type TestHub } from "../../support/hub.ts";
import { visit } from "../../support/rows/grid.ts";
import { registeredResident } from "../../support/rows/population.ts";
import { runs } from "../../support/runs.ts";

const clerk = { roles: ["window_clerk"], areas: ["320105006"], sub: "7001" };
const PERSON = "1001";
const OTHERS = ["1002", "1003", "1004", "1005"];

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  for (const id of [PERSON, ...OTHERS]) {
    await registeredResident(hub.sql, { id, areaCode: "320105006001", name: id === PERSON ? "郭君" : "李一" });
  }
  for (const id of ["1", "2", "3"]) {
    await visit(hub.sql, { residentId: PERSON, id, visitedOn: `2025-03-0${id}` });
  }
});
afterAll(() => hub.close());

const codesOf = (reply: Reply) => reply.errors.map(({ extensions }) => extensions.code);
const firstOf = async (question: Omit<Question, "query"> & { query?: string }) => {
  const query = question.query ?? "{ residents(first: 2) { pageInfo { endCursor } } }";
  const { text } = await hub.ask({ ...question, query });
  return /"endCursor":"([^"]+)"/.exec(text)?.[1] ?? "";
};
const NEXT = "query ($after: String) { residents(first: 2, after: $after) { edges { node { id } } } }";

describe("a page of people that is asked for without them", () => {
  const entries = () => hub.sql<{ kind: string; people: number; viewer_id: string }[]>`
    select kind, cardinality(residents) as people, viewer_id from audit.access_records order by position desc limit 1`;

  test.each([
    ['{ residents(filter: { name: "郭君" }, first: 1) { pageInfo { endCursor } } }', 1],
    ['{ residents(filter: { name: "郭君" }, first: 1) { pageInfo { hasNextPage } } }', 1],
    ["{ residents(first: 3) { edges { cursor } } }", 3],
    ["{ residents(first: 3) { edges { __typename } } }", 3],
    ["{ residents(first: 3) { __typename } }", 3],
    ["{ residents(first: 3) { ... { pageInfo { endCursor } } } }", 3],
    ["{ a: residents(first: 2) { p: pageInfo { e: endCursor } } }", 2],
    ['{ residents(filter: { name: "无此人" }) { pageInfo { endCursor } } }', 0],
  ])("is entered with everybody on it: %s", async (query, people) => {
    const reply = await hub.ask({ query, ...clerk });
    expect(codesOf(reply)).toEqual([]);
    expect(reply.text).not.toContain("for_record__");
    expect(await entries()).toEqual([{ kind: "LOOK", people, viewer_id: "7001" }]);
  });

  test("is entered where only their number is asked for", async () => {
    const reply = await hub.ask({ query: "{ cases(first: 1) { totalCount } }", ...clerk });
    expect(codesOf(reply)).toEqual([]);
    expect(await entries()).toEqual([{ kind: "LOOK", people: 0, viewer_id: "7001" }]);
  });
});

describe("a cursor", () => {
  test("can be read by nobody, and has one length", async () => {
    const query = "{ residents { edges { cursor } pageInfo { endCursor } } }";
    const { text } = await hub.ask({ query, ...clerk });
    const cursors = [...text.matchAll(/"(?:cursor|endCursor)":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(cursors).toHaveLength(6);
    for (const cursor of cursors) {
      const opened = Buffer.from(cursor, "base64url").toString("latin1");
      expect(opened).not.toMatch(/residents|3201|100[1-5]/);
    }
    expect(new Set(cursors.map((one) => one.length)).size).toBe(1);
    expect((await hub.ask({ query, ...clerk })).text).toBe(text);
  });

  test("goes on: as a variable, its default, written in place, under aliases, beside another use", async () => {
    const after = await firstOf(clerk);
    const ways: Question[] = [
      { query: NEXT, variables: { after } },
      { query: NEXT.replace("String)", `String = ${JSON.stringify(after)})`) },
      { query: `{ residents(first: 2, after: ${JSON.stringify(after)}) { edges { node { id } } } }` },
      {
        query: `query ($a: String) { residents: residents(first: 2, after: $a) { edges { node { id } } } }`,
        variables: { a: after },
      },
    ];
    for (const way of ways) {
      expect((await hub.ask({ ...way, ...clerk })).data).toEqual({
        residents: { edges: [{ node: { id: "1003" } }, { node: { id: "1004" } }] },
      });
    }
    const twice =
      "query ($a: String) { one: residents(first: 1, after: $a) { edges { node { id } } } two: residents(first: 1, after: $a, filter: { name: $a }) { edges { node { id } } } }";
    expect((await hub.ask({ query: twice, variables: { a: after }, ...clerk })).data).toEqual({
      one: { edges: [{ node: { id: "1003" } }] },
      two: { edges: [] },
    });
  });

  test("goes on in a list of a person", async () => {
    const query = `query ($after: String) { resident(id: "${PERSON}") { visits(first: 2, after: $after) { edges { node { visitedOn } } pageInfo { endCursor } } } }`;
    const after = await firstOf({ ...clerk, query });
    const next = await hub.ask({ query, variables: { after }, ...clerk });
    expect(next.text).toContain('"visitedOn":"2025-03-01"');
    expect(codesOf(await hub.ask({ query: NEXT, variables: { after }, ...clerk }))).toEqual(["BAD_USER_INPUT"]);
  });

  test("begins at the top without one, and with null", async () => {
    for (const variables of [{}, { after: null }]) {
      expect((await hub.ask({ query: NEXT, variables, ...clerk })).text).toContain('"1001"');
    }
  });

  test.each([
    ["another account", { ...clerk, sub: "7002" }],
    ["another area", { ...clerk, areas: ["320105"] }],
    ["more areas", { ...clerk, areas: ["320105006", "320205105"] }],
  ])("is refused to %s", async (_case, viewer) => {
    const after = await firstOf(clerk);
    const reply = await hub.ask({ query: NEXT, variables: { after }, ...viewer });
    expect([codesOf(reply), reply.data]).toEqual([["BAD_USER_INPUT"], null]);
  });

  test("is refused when any of it was altered", async () => {
    const after = await firstOf(clerk);
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const altered = fc
      .tuple(fc.nat(after.length - 1), fc.constantFrom(...Array.from(digits), "", "=", " ", "AA"))
      .map(([at, digit]) => after.slice(0, at) + digit + after.slice(at + 1))
      .filter((text) => text !== after);
    const property = fc.asyncProperty(altered, async (text) => {
      expect(codesOf(await hub.ask({ query: NEXT, variables: { after: text }, ...clerk }))).toEqual(["BAD_USER_INPUT"]);
    });
    await fc.assert(property, runs(60));
  });

  test("is no longer one that anybody can write: a department's own is refused", async () => {
    const after = Buffer.from(JSON.stringify(["residents", "320105006001", "1001"])).toString("base64url");
    expect(codesOf(await hub.ask({ query: NEXT, variables: { after }, ...clerk }))).toEqual(["BAD_USER_INPUT"]);
  });
});

describe("createCursorSealing", () => {
  const viewer = createViewer({
    ...{ id: "1", roles: ["window_clerk"], areas: ["32"], department: null, residentId: null },
    ...{ scopes: new Set<string>(), purpose: null, rolesHash: "" },
  });

  test("opens what it sealed, whatever it is, and under its list alone", () => {
    const sealer = createCursorSealing(["a secret"])(viewer);
    const property = fc.property(fc.string({ unit: "binary" }), fc.string(), fc.string(), (cursor, list, other) => {
      const sealed = sealer.seal(list, cursor);
      expect(sealer.open(list, sealed)).toBe(cursor);
      if (other !== list) expect(sealer.open(other, sealed)).toBeNull();
    });
    fc.assert(property);
  });

  test("goes on while a key is being exchanged", () => {
    const [before, during, after] = [["old"], ["new", "old"], ["new"]].map((secrets) =>
      createCursorSealing(secrets)(viewer),
    );
    const cursor = before?.seal("list", "1") ?? "";
    // Processes that have been started again, and those that have not, read each other's.
    expect(during?.open("list", cursor)).toBe("1");
    expect(before?.open("list", during?.seal("list", "1") ?? "")).toBe("1");
    expect(during?.open("list", after?.seal("list", "1") ?? "")).toBe("1");
    expect(after?.open("list", cursor)).toBeNull();
  });
});
