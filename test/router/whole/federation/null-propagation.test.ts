import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

interface Key {
  id: string;
}
const fails = () => {
  throw new Error("the sensor at 10.0.0.7 is broken");
};

const lamps = subgraph(
  "lamps",
  `
    type Query { street: Street roads: [Street!] must: Street! grid: [[Lamp!]] }
    type Street { name: String lamps: [Lamp!] loose: [Lamp] first: Lamp! }
    type Lamp @key(fields: "id") { id: ID! height: Int! }
  `,
  {
    Query: {
      street: () => street,
      roads: () => [street, street],
      must: () => street,
      grid: () => [[lamp("l1")], [lamp("l1"), lamp("l2")]],
    },
    Lamp: { height: ({ id }: Key) => (id === "l3" ? fails() : 4) },
  },
);

function lamp(id: string): Key {
  return { id };
}
const street = {
  name: "High",
  lamps: [lamp("l1"), lamp("l2")],
  loose: [lamp("l2"), lamp("l1"), lamp("l3")],
  first: lamp("l2"),
};

/** Knows the first lamp only, and breaks on the second. */
const power = subgraph(
  "power",
  `type Lamp @key(fields: "id") { id: ID! watt: Int! meter: Meter volt: Int } type Meter { reading: Int! at: String }`,
  {
    Lamp: {
      __resolveReference: (key: Key) => key,
      watt: ({ id }: Key) => (id === "l1" ? 40 : fails()),
      volt: ({ id }: Key) => (id === "l1" ? 230 : fails()),
      meter: ({ id }: Key) => (id === "l1" ? { reading: 7 } : { reading: null }),
    },
  },
);

const graph = federate([lamps, power]);

async function ask(query: string) {
  const { data, errors } = await graph.ask(query);
  expect(JSON.stringify(errors ?? [])).not.toContain("10.0.0.7");
  return { data, paths: errors?.map((error) => error.path) ?? [] };
}

describe("a null where none is allowed", () => {
  test("makes the nearest nullable object null: the entity", async () => {
    expect(await ask("{ street { loose { id watt } } }")).toEqual({
      data: { street: { loose: [null, { id: "l1", watt: 40 }, null] } },
      paths: [
        ["street", "loose", 0, "watt"],
        ["street", "loose", 2, "watt"],
      ],
    });
  });

  test("goes on through a list of what may not be null", async () => {
    expect(await ask("{ street { name lamps { watt } } }")).toEqual({
      data: { street: { name: "High", lamps: null } },
      paths: [["street", "lamps", 1, "watt"]],
    });
  });

  test("goes on through objects that may not be null, to the answer itself", async () => {
    expect(await ask("{ must { first { watt } } }")).toEqual({ data: null, paths: [["must", "first", "watt"]] });
  });

  test("stops at a list in a list", async () => {
    expect(await ask("{ grid { watt } }")).toEqual({
      data: { grid: [[{ watt: 40 }], null] },
      paths: [["grid", 1, 1, "watt"]],
    });
  });

  test("in an object of an entity leaves the entity's other fields", async () => {
    expect(await ask("{ street { loose { id meter { reading at } } } }")).toEqual({
      data: {
        street: {
          loose: [
            { id: "l2", meter: null },
            { id: "l1", meter: { reading: 7, at: null } },
            { id: "l3", meter: null },
          ],
        },
      },
      paths: [
        ["street", "loose", 0, "meter", "reading"],
        ["street", "loose", 2, "meter", "reading"],
      ],
    });
  });

  test("in the department that listed the entities counts before others are asked", async () => {
    const calls = await graph.callsDuring(async () => {
      expect(await ask("{ street { loose { height volt } } }")).toEqual({
        data: { street: { loose: [{ height: 4, volt: null }, { height: 4, volt: 230 }, null] } },
        paths: [
          ["street", "loose", 2, "height"],
          ["street", "loose", 0, "volt"],
        ],
      });
    });
    expect(calls.map((call) => call.subgraph)).toEqual(["lamps", "power"]);
  });
});

describe("a null where it is allowed", () => {
  test("stays where it is, with its error", async () => {
    expect(await ask("{ roads { first { id volt } } }")).toEqual({
      data: { roads: [{ first: { id: "l2", volt: null } }, { first: { id: "l2", volt: null } }] },
      paths: [
        ["roads", 0, "first", "volt"],
        ["roads", 1, "first", "volt"],
      ],
    });
  });
});
