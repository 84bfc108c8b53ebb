import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const echo = (_: unknown, args: object) => JSON.stringify(args);

/** Each knows values and fields the other has never heard of. */
const north = subgraph(
  "north",
  `
    type Query { find(filter: Filter, sort: Sort = NAME): String @shareable north(filter: Filter!): String state: State }
    input Filter { name: String! area: String old: Boolean = false }
    enum Sort { NAME AREA AGE }
    enum State { OPEN CLOSED }
  `,
  { Query: { find: echo, north: echo, state: () => "CLOSED" } },
);
const south = subgraph(
  "south",
  `
    type Query { find(filter: Filter, sort: Sort = NAME, extra: Int): String @shareable other: State }
    input Filter { name: String! area: String! depth: Int }
    enum Sort { NAME AREA }
    enum State { OPEN LOST }
  `,
  { Query: { find: echo, other: () => "LOST" } },
);

const graph = federate([north, south]);

describe("inputs of several departments", () => {
  test.each([
    ["a field that one of them does not have", '{ north(filter: { name: "n", area: "a", old: true }) }'],
    ["a value that one of them does not have", "{ find(sort: AGE) }"],
    ["an argument that one of them does not have", "{ find(extra: 1) }"],
    ["the stricter of two types", '{ north(filter: { name: "n" }) }'],
  ])("take only what all of them take: %s", async (_, query) => {
    const answer = await graph.ask(query);
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  test("hold in variables as well", async () => {
    const query = "query ($filter: Filter!) { north(filter: $filter) }";
    const good = await graph.ask(query, { filter: { name: "n", area: "a" } });
    expect(good.errors).toBeUndefined();
    const bad = await graph.ask(query, { filter: { name: "n", area: "a", depth: 1 } });
    expect(bad.data).toBeUndefined();
  });
});

describe("enums of several departments", () => {
  test("may answer any value that one of them has", async () => {
    expect(await graph.ask("{ state other }")).toEqual({ data: { state: "CLOSED", other: "LOST" } });
  });

  test.each([
    ["an omitted argument", "{ find }", { sort: "NAME" }],
    ["a literal", "{ find(sort: AREA) }", { sort: "AREA" }],
    ["a variable left out", "query ($sort: Sort) { find(sort: $sort) }", { sort: "NAME" }],
    ["a variable with a default", "query ($sort: Sort = AREA) { find(sort: $sort) }", { sort: "AREA" }],
    ["null", "{ find(sort: null) }", { sort: null }],
  ])("arrive as they were given: %s", async (_, query, args) => {
    const answer = await graph.ask(query);
    expect(JSON.parse((answer.data as { find: string }).find)).toEqual(args);
  });
});
