import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const stale = () => "stale";
const meters = subgraph(
  "meters",
  `
    type Query { meters: [Meter!]! busiest: Meter }
    type Meter @key(fields: "id") { id: ID! reading: String unit: String place: String }
  `,
  {
    Query: { meters: () => [{ id: "m1" }, { id: "m2" }], busiest: stale },
    Meter: {
      __resolveReference: (key: object) => key,
      reading: stale,
      unit: () => "kWh",
      place: ({ id }: { id: string }) => `at ${id}`,
    },
  },
);

const telemetry = subgraph(
  "telemetry",
  `
    type Query { busiest: Meter @override(from: "meters") }
    type Meter @key(fields: "id") {
      id: ID!
      reading: String @override(from: "meters")
      place: String @override(from: "meters", label: "percent(50)")
    }
  `,
  {
    Query: { busiest: () => ({ id: "m2" }) },
    Meter: {
      __resolveReference: (key: object) => key,
      reading: ({ id }: { id: string }) => `live ${id}`,
      place: () => "where the rollout is",
    },
  },
);

const bills = subgraph(
  "bills",
  `type Meter @key(fields: "id") {
     id: ID! reading: String @external unit: String @external line: String @requires(fields: "reading unit")
   }`,
  { Meter: { line: ({ reading, unit }: { reading: string; unit: string }) => `${reading} ${unit}` } },
);

const graph = federate([meters, telemetry, bills]);

describe("@override", () => {
  test("takes a field away from the department that had it", async () => {
    expect(await graph.ask("{ meters { reading unit } }")).toEqual({
      data: {
        meters: [
          { reading: "live m1", unit: "kWh" },
          { reading: "live m2", unit: "kWh" },
        ],
      },
    });
  });

  test("takes a root field away", async () => {
    expect(await graph.ask("{ busiest { id } }")).toEqual({ data: { busiest: { id: "m2" } } });
  });

  test("counts for a field that another one requires", async () => {
    expect(await graph.ask("{ meters { line } }")).toEqual({
      data: { meters: [{ line: "live m1 kWh" }, { line: "live m2 kWh" }] },
    });
  });

  test("with a percentage below 100 leaves the field where it was", async () => {
    expect(await graph.ask("{ meters { place } }")).toEqual({
      data: { meters: [{ place: "at m1" }, { place: "at m2" }] },
    });
  });
});
