import { describe, expect, test } from "vitest";
import { federate, representationsOf } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

interface Key {
  id: string;
}

const vessels = [
  { __typename: "Ferry", id: "v1", name: "Swift", seats: 90 },
  { __typename: "Barge", id: "v2", name: null, holdT: 300 },
];
const vesselById = ({ id }: Key) => vessels.find((vessel) => vessel.id === id) ?? null;

const fleet = subgraph(
  "fleet",
  `
    type Query { vessels: [Vessel!]! }
    interface Vessel @key(fields: "id") { id: ID! name: String }
    type Ferry implements Vessel @key(fields: "id") { id: ID! name: String seats: Int! }
    type Barge implements Vessel @key(fields: "id") { id: ID! name: String holdT: Int! }
  `,
  {
    Query: { vessels: () => vessels },
    Vessel: { __resolveReference: vesselById },
    Ferry: { __resolveReference: vesselById },
    Barge: { __resolveReference: vesselById },
  },
);

/** Knows that there are vessels, and not of what types. */
const moorings = subgraph(
  "moorings",
  `
    type Query { moored: [Vessel!]! sunk: Vessel }
    type Vessel @key(fields: "id") @interfaceObject {
      id: ID!
      name: String @external
      berth: Int!
      plate: String! @requires(fields: "name")
    }
  `,
  {
    Query: { moored: () => [{ id: "v2" }, { id: "v1" }], sunk: () => ({ id: "v9" }) },
    Vessel: {
      __resolveReference: (reference: Key) => reference,
      berth: ({ id }: Key) => Number(id.slice(1)) * 10,
      plate: ({ id, name }: Key & { name: string | null }) => `${id}: ${name ?? "nameless"}`,
    },
  },
);

/** Names types without knowing more. Without it, composition forgets that moorings does not own the name. */
const timetable = subgraph(
  "timetable",
  `
    type Query { expected: Vessel }
    interface Vessel @key(fields: "id", resolvable: false) { id: ID! }
    type Ferry implements Vessel @key(fields: "id") { id: ID! }
    type Barge implements Vessel @key(fields: "id") { id: ID! }
  `,
  { Query: { expected: () => ({ __typename: "Ferry", id: "v1" }) } },
);

const graph = federate([fleet, moorings, timetable]);

async function departmentsAskedFor(query: string, data: unknown): Promise<string[]> {
  const calls = await graph.callsDuring(async () => {
    expect(await graph.ask(query)).toEqual({ data });
  });
  return calls.map((call) => call.subgraph);
}

describe("@interfaceObject", () => {
  test("adds its fields to every implementer", async () => {
    const query = "{ vessels { __typename berth ... on Ferry { seats } } }";
    const data = {
      vessels: [
        { __typename: "Ferry", berth: 10, seats: 90 },
        { __typename: "Barge", berth: 20 },
      ],
    };
    expect(await departmentsAskedFor(query, data)).toEqual(["fleet", "moorings"]);
  });

  test("is asked for under the interface's name", async () => {
    const [, call] = await graph.callsDuring(() => graph.ask("{ vessels { berth } }"));
    expect(call && representationsOf(call)).toEqual([
      { __typename: "Vessel", id: "v1" },
      { __typename: "Vessel", id: "v2" },
    ]);
  });

  test("needs no other department for its own fields", async () => {
    const data = {
      moored: [
        { id: "v2", berth: 20 },
        { id: "v1", berth: 10 },
      ],
    };
    expect(await departmentsAskedFor("{ moored { id berth } }", data)).toEqual(["moorings"]);
  });

  test.each([
    ["{ moored { __typename } }", [{ __typename: "Barge" }, { __typename: "Ferry" }]],
    ["{ moored { kind: __typename } }", [{ kind: "Barge" }, { kind: "Ferry" }]],
    ["{ moored { berth ... on Ferry { seats } } }", [{ berth: 20 }, { berth: 10, seats: 90 }]],
    ["{ moored { ... on Barge { berth } } }", [{ berth: 20 }, {}]],
    ["{ moored { name ... on Barge { id holdT } } }", [{ name: null, id: "v2", holdT: 300 }, { name: "Swift" }]],
  ])("learns the type where it matters: %s", async (query, moored) => {
    expect(await departmentsAskedFor(query, { moored })).toContain("fleet");
  });

  test.each([
    ["{ moored { plate } }", { moored: [{ plate: "v2: nameless" }, { plate: "v1: Swift" }] }],
    [
      "{ vessels { plate id } }",
      {
        vessels: [
          { plate: "v1: Swift", id: "v1" },
          { plate: "v2: nameless", id: "v2" },
        ],
      },
    ],
    ["{ vessels { ... on Ferry { plate } } }", { vessels: [{ plate: "v1: Swift" }, {}] }],
    ["{ expected { plate berth } }", { expected: { plate: "v1: Swift", berth: 10 } }],
  ])("gets what a field of it requires: %s", async (query, data) => {
    expect(await graph.ask(query)).toEqual({ data });
  });

  test("whose type nobody knows is null where the type matters, with an error", async () => {
    const answer = await graph.ask("{ sunk { berth ... on Ferry { seats } } }");
    expect(answer.data).toEqual({ sunk: null });
    expect(answer.errors).toHaveLength(1);
  });

  test("whose type nobody knows still has its own fields", async () => {
    expect(await graph.ask("{ sunk { id berth } }")).toEqual({ data: { sunk: { id: "v9", berth: 90 } } });
  });
});
