import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const benches = subgraph(
  "benches",
  `type Query { benches: [Bench!]! } type Bench @key(fields: "id") { id: ID! seats: Int! wood: String maker: Maker }
   type Maker @key(fields: "id") { id: ID! }`,
  {
    Query: {
      benches: () => [
        { id: "1", seats: 3, wood: "oak", maker: { id: "m" } },
        { id: "2", seats: 2, wood: null, maker: null },
      ],
    },
  },
);
const upkeep = subgraph(
  "upkeep",
  `type Bench @key(fields: "id") {
     id: ID! seats: Int! @external paintedOn: String cost(per: Int! = 2): Int @requires(fields: "seats")
   }
   type Maker @key(fields: "id") { id: ID! name: String town: String }`,
  {
    Bench: {
      __resolveReference: (reference: object) => reference,
      paintedOn: () => "2026-04-01",
      cost: ({ seats }: { seats: number }, { per }: { per: number }) => seats * per,
    },
    Maker: { __resolveReference: (key: object) => key, name: () => "Mill", town: () => "Lowtown" },
  },
);
const graph = federate([benches, upkeep]);

describe("@skip and @include", () => {
  test.each([
    [true, { benches: [{ paintedOn: "2026-04-01" }, { paintedOn: "2026-04-01" }] }, ["benches", "upkeep"]],
    [false, { benches: [{}, {}] }, ["benches"]],
  ])("ask only the departments they leave something of (%s)", async (on, data, departments) => {
    const query = "query ($on: Boolean!) { benches { paintedOn @include(if: $on) } }";
    const calls = await graph.callsDuring(async () => {
      expect(await graph.ask(query, { on })).toEqual({ data });
    });
    expect(calls.map((call) => call.subgraph)).toEqual(departments);
  });

  test.each([
    [
      { a: true, b: false },
      { seats: 3, cost: 6 },
    ],
    [{ a: false, b: false }, {}],
    [{ a: true, b: true }, {}],
  ])("on one field both have to agree: %o", async (variables, first) => {
    const query = `query ($a: Boolean!, $b: Boolean!) {
      benches { seats @include(if: $a) @skip(if: $b) ... @skip(if: $b) { cost @include(if: $a) } }
    }`;
    const { data } = await graph.ask(query, variables);
    expect((data as { benches: unknown[] }).benches[0]).toEqual(first);
  });

  test.each([
    [{ a: false }, { maker: { town: "Lowtown" } }],
    [{ a: true }, { maker: { name: "Mill", town: "Lowtown" } }],
  ])("in one of two selections that are merged count for that one only: %o", async (variables, first) => {
    const query = `query ($a: Boolean!) { benches { maker @include(if: $a) { name } ...Rest } }
      fragment Rest on Bench { maker { town } }`;
    const { data } = await graph.ask(query, variables);
    expect((data as { benches: unknown[] }).benches).toEqual([first, { maker: null }]);
  });

  test("leave no object where all of its fields are switched off but itself is not", async () => {
    const query = "query ($a: Boolean = false) { benches { maker { name @include(if: $a) } } }";
    expect(await graph.ask(query)).toEqual({ data: { benches: [{ maker: {} }, { maker: null }] } });
  });

  test("keep the order of what is left", async () => {
    const query = "query ($a: Boolean!) { benches { id @include(if: $a) wood id } }";
    const [on, off] = [await graph.ask(query, { a: true }), await graph.ask(query, { a: false })];
    expect(JSON.stringify(on.data)).toContain('{"id":"1","wood":"oak"}');
    expect(JSON.stringify(off.data)).toContain('{"wood":"oak","id":"1"}');
  });

  test("take what a required field needs even where the client switched it off", async () => {
    const query = "query ($a: Boolean = false) { benches { seats @include(if: $a) cost(per: 5) } }";
    expect(await graph.ask(query)).toEqual({ data: { benches: [{ cost: 15 }, { cost: 10 }] } });
  });

  test("as literals and defaults count like variables", async () => {
    const query = `query ($on: Boolean = true) {
      benches { seats @skip(if: true) wood @include(if: true) id @skip(if: $on) ... @include(if: false) { cost } }
    }`;
    expect(await graph.ask(query)).toEqual({ data: { benches: [{ wood: "oak" }, { wood: null }] } });
  });

  test("switch off the whole operation", async () => {
    const calls = await graph.callsDuring(async () => {
      expect(await graph.ask("{ benches @skip(if: true) { id } }")).toEqual({ data: {} });
    });
    expect(calls).toEqual([]);
  });
});
