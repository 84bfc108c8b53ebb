import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const trees: Record<string, { id: string; species: string; heightM: number }> = {
  t1: { id: "t1", species: "lime", heightM: 20 },
  t2: { id: "t2", species: "oak", heightM: 15 },
};
const stones: Record<string, { id: string; species: string }> = { s1: { id: "s1", species: "granite" } };

const register = subgraph(
  "register",
  `
    interface Landmark { id: ID! species: String }
    type Tree implements Landmark @key(fields: "id") { id: ID! species: String heightM: Int }
    type Stone implements Landmark @key(fields: "id") { id: ID! species: String }
  `,
  {
    Tree: { __resolveReference: ({ id }: { id: string }) => trees[id] },
    Stone: { __resolveReference: ({ id }: { id: string }) => stones[id] },
  },
);

/** Knows the species of what stands on a tour, and of nothing else. */
const tours = subgraph(
  "tours",
  `
    type Query {
      start: Tree @provides(fields: "species")
      ends: Tree
      stops: [Stop] @provides(fields: "... on Tree { species } ... on Stone { species }")
      sights: [Landmark] @provides(fields: "... on Stone { species }")
    }
    union Stop = Tree | Stone
    interface Landmark { id: ID! }
    type Tree implements Landmark @key(fields: "id") { id: ID! species: String @external }
    type Stone implements Landmark @key(fields: "id") { id: ID! species: String @external }
  `,
  {
    Query: {
      start: () => ({ id: "t1", species: "lime" }),
      ends: () => ({ id: "t2" }),
      stops: () => [
        { __typename: "Tree", id: "t1", species: "lime" },
        { __typename: "Stone", id: "s1", species: "granite" },
      ],
      sights: () => [
        { __typename: "Stone", id: "s1", species: "granite" },
        { __typename: "Tree", id: "t2" },
      ],
    },
  },
);

const graph = federate([register, tours]);

async function departmentsAskedFor(query: string, data: unknown): Promise<string[]> {
  const calls = await graph.callsDuring(async () => {
    expect(await graph.ask(query)).toEqual({ data });
  });
  return calls.map((call) => call.subgraph);
}

describe("@provides", () => {
  test("saves the call for an object's field", async () => {
    expect(await departmentsAskedFor("{ start { species } }", { start: { species: "lime" } })).toEqual(["tours"]);
  });

  test("counts only on the field that has it", async () => {
    const asked = await departmentsAskedFor("{ ends { species } }", { ends: { species: "oak" } });
    expect(asked).toEqual(["tours", "register"]);
  });

  test("of one field still lets the others be fetched", async () => {
    const data = { start: { species: "lime", heightM: 20 } };
    expect(await departmentsAskedFor("{ start { species heightM } }", data)).toEqual(["tours", "register"]);
  });

  test("counts for the members of a union", async () => {
    const query = "{ stops { ... on Tree { species } ... on Stone { kind: species } } }";
    expect(await departmentsAskedFor(query, { stops: [{ species: "lime" }, { kind: "granite" }] })).toEqual(["tours"]);
  });

  test("counts for one implementer of an interface and not for the other", async () => {
    const calls = await graph.callsDuring(async () => {
      expect(await graph.ask("{ sights { species } }")).toEqual({
        data: { sights: [{ species: "granite" }, { species: "oak" }] },
      });
    });
    expect(calls.map((call) => call.subgraph)).toEqual(["tours", "register"]);
  });
});
