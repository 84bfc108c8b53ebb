import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const kiosk = { __typename: "Kiosk", id: "k1", rentFen: 900 };
const stall = { __typename: "Stall", id: "s1", rentFen: 300 };
const van = { __typename: "Van", id: "v1" };

/** Knows kiosks and stalls. */
const square = subgraph(
  "square",
  `
    type Query { pitches: [Pitch] places: [Place!]! }
    union Pitch = Kiosk | Stall
    interface Place { id: ID! rentFen: Int }
    type Kiosk implements Place @key(fields: "id") { id: ID! rentFen: Int neighbour: Place }
    type Stall implements Place @key(fields: "id") { id: ID! rentFen: Int }
  `,
  {
    Query: { pitches: () => [kiosk, null, stall], places: () => [stall, kiosk] },
    Kiosk: { neighbour: () => stall },
    Stall: { __resolveReference: () => stall },
  },
);

/** Knows stalls and vans: another part of the same union, and other fields of the same interface. */
const licences = subgraph(
  "licences",
  `
    type Query { licensed: [Pitch!]! drivable: [Movable!]! }
    union Pitch = Stall | Van
    interface Movable { id: ID! wheels: Int! }
    interface Place { id: ID! isOpen: Boolean! }
    type Stall implements Place & Movable @key(fields: "id") { id: ID! isOpen: Boolean! wheels: Int! goods: String! }
    type Kiosk implements Place @key(fields: "id") { id: ID! isOpen: Boolean! }
    type Van implements Movable @key(fields: "id") { id: ID! wheels: Int! goods: [String!]! }
  `,
  {
    Query: {
      licensed: () => [van, stall],
      drivable: () => [stall, van],
    },
    Stall: { __resolveReference: (key: object) => key, isOpen: () => true, wheels: () => 2, goods: () => "fruit" },
    Kiosk: { __resolveReference: (key: object) => key, isOpen: () => false },
    Van: { wheels: () => 4, goods: () => ["fish", "tea"] },
  },
);

const graph = federate([square, licences]);

async function dataOf(query: string): Promise<unknown> {
  const { data, errors } = await graph.ask(query);
  expect(errors).toBeUndefined();
  return data;
}

describe("a union spread over departments", () => {
  test("has the members of all of them", async () => {
    expect(await dataOf("{ pitches { __typename } licensed { __typename } }")).toEqual({
      pitches: [{ __typename: "Kiosk" }, null, { __typename: "Stall" }],
      licensed: [{ __typename: "Van" }, { __typename: "Stall" }],
    });
  });

  test("may be asked for a member that one of them has never heard of", async () => {
    const fragment = "{ ... on Van { wheels } ... on Kiosk { rentFen } ... on Stall { isOpen rentFen } }";
    expect(await dataOf(`{ pitches ${fragment} licensed ${fragment} }`)).toEqual({
      pitches: [{ rentFen: 900 }, null, { isOpen: true, rentFen: 300 }],
      licensed: [{ wheels: 4 }, { isOpen: true, rentFen: 300 }],
    });
  });

  test("leaves an object empty that no fragment is for", async () => {
    expect(await dataOf("{ pitches { ... on Van { id } } }")).toEqual({ pitches: [{}, null, {}] });
  });
});

describe("an interface spread over departments", () => {
  test("has fields of each, and every object gets them", async () => {
    expect(await dataOf("{ places { rentFen isOpen } }")).toEqual({
      places: [
        { rentFen: 300, isOpen: true },
        { rentFen: 900, isOpen: false },
      ],
    });
  });

  test("is walked through to another object of it", async () => {
    expect(await dataOf("{ places { ... on Kiosk { neighbour { id isOpen __typename } } } }")).toEqual({
      places: [{}, { neighbour: { id: "s1", isOpen: true, __typename: "Stall" } }],
    });
  });

  test.each([
    [
      "inside the type",
      "{ places { ... on Kiosk { ... on Place { ... on Kiosk { rentFen } } } } }",
      [{}, { rentFen: 900 }],
    ],
    [
      "that covers it all",
      "{ places { ... on Place { ... on Pitch { ... on Stall { rentFen } } } } }",
      [{ rentFen: 300 }, {}],
    ],
    ["of another interface", "{ places { ... on Movable { wheels } } }", [{ wheels: 2 }, {}]],
    ["that can't apply", "{ places { id ... on Movable { ... on Van { id } } } }", [{ id: "s1" }, { id: "k1" }]],
    ["that holds nothing else", "{ places { ... on Kiosk { ... on Place { ... on Stall { id } } } } }", [{}, {}]],
  ])("takes a fragment %s", async (_, query, places) => {
    expect(await dataOf(query)).toEqual({ places });
  });
});

describe("one response key on different types", () => {
  test("takes different fields under it, each of its own department", async () => {
    const query = "{ drivable { ... on Stall { value: rentFen } ... on Van { value: wheels } } }";
    // Int and Int! may not share a key, so the schema says no before anybody is asked.
    expect((await graph.ask(query)).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    expect(await dataOf("{ drivable { ... on Stall { n: wheels } ... on Van { n: wheels } } }")).toEqual({
      drivable: [{ n: 2 }, { n: 4 }],
    });
  });

  test("is refused where a text and a list would share it", async () => {
    const answer = await graph.ask("{ drivable { ... on Stall { goods } ... on Van { goods } } }");
    expect(answer.data).toBeUndefined();
    expect(await dataOf("{ drivable { ... on Stall { goods } ... on Van { all: goods } } }")).toEqual({
      drivable: [{ goods: "fruit" }, { all: ["fish", "tea"] }],
    });
  });

  test("works where only one department is stricter than the supergraph", async () => {
    const north = subgraph(
      "north",
      `type Query { any: [Thing!]! } union Thing = Lamp | Post
       type Lamp @key(fields: "id") { id: ID! label: String! @shareable } type Post @key(fields: "id") { id: ID! label: String }`,
      {
        Query: {
          any: () => [
            { __typename: "Lamp", id: "1", label: "bright" },
            { __typename: "Post", id: "2", label: null },
          ],
        },
      },
    );
    const south = subgraph("south", `type Lamp @key(fields: "id") { id: ID! label: String @shareable }`);
    const street = federate([north, south]);
    expect(await street.ask("{ any { ... on Lamp { label } ... on Post { label } } }")).toEqual({
      data: { any: [{ label: "bright" }, { label: null }] },
    });
  });
});
