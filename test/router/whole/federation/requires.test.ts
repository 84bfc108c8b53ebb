import { describe, expect, test } from "vitest";
import { federate, representationsOf } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

interface Reference {
  id: string;
  areaM2?: number;
  depthCm?: number;
  soil?: { depthCm: number; layers: { name: string }[] };
  holder?: { name: string };
}

const plots = {
  p1: {
    id: "p1",
    areaM2: 120,
    soil: {
      layers: [
        { name: "loam", thicknessCm: 30 },
        { name: "clay", thicknessCm: 60 },
      ],
      depthCm: 90,
    },
  },
  p2: { id: "p2", areaM2: 80, soil: { layers: [], depthCm: 0 } },
};

const land = subgraph(
  "land",
  `
    type Query { plots: [Plot!]! }
    type Plot @key(fields: "id") { id: ID! areaM2: Int! soil: Soil! depth(unit: Unit!): Float }
    type Soil { depthCm: Int! layers: [Layer!]! }
    type Layer { name: String! thicknessCm: Int! }
    enum Unit { CM M }
  `,
  {
    Query: { plots: () => Object.values(plots) },
    Plot: {
      __resolveReference: ({ id }: Reference) => plots[id as keyof typeof plots],
      depth: ({ soil }: Required<Reference>, { unit }: { unit: string }) => soil.depthCm / (unit === "CM" ? 1 : 100),
    },
  },
);

const charges = subgraph(
  "charges",
  `
    type Plot @key(fields: "id") {
      id: ID!
      areaM2: Int! @external
      soil: Soil! @external
      depth(unit: Unit!): Float @external
      rentPence: Int @requires(fields: "areaM2")
      sinkPence(times: Int = 1): Float @requires(fields: "depth(unit: M)")
      digPence: Int @requires(fields: "soil { depthCm layers { name } }")
      taxPence: Int @requires(fields: "areaM2 soil { depthCm }")
    }
    type Soil @shareable { depthCm: Int! @external layers: [Layer!]! @external }
    type Layer @shareable { name: String! @external }
    enum Unit { CM M }
  `,
  {
    Plot: {
      rentPence: ({ areaM2 = Number.NaN }: Reference) => areaM2 * 5,
      sinkPence: ({ depth = Number.NaN }: { depth?: number }, { times }: { times: number }) => depth * 100 * times,
      digPence: ({ soil }: Reference) => (soil?.layers ?? []).length * 10 + (soil?.depthCm ?? Number.NaN),
      taxPence: ({ areaM2 = Number.NaN, soil }: Reference) => areaM2 + (soil?.depthCm ?? Number.NaN),
    },
  },
);

const graph = federate([land, charges]);

describe("@requires", () => {
  test("gives the department the other's field, and the client only what it asked for", async () => {
    const answer = await graph.ask("{ plots { rentPence } }");
    expect(answer).toEqual({ data: { plots: [{ rentPence: 600 }, { rentPence: 400 }] } });
  });

  test("takes the argument written in the requirement, whatever the client passes", async () => {
    const answer = await graph.ask("{ plots { depth(unit: CM) twice: sinkPence(times: 2) sinkPence } }");
    const [first] = (answer.data as { plots: unknown[] }).plots;
    expect(first).toEqual({ depth: 90, twice: 180, sinkPence: 90 });
  });

  test("sends nested selections as they were written", async () => {
    const calls = await graph.callsDuring(async () => {
      const answer = await graph.ask("{ plots { digPence } }");
      expect(answer).toEqual({ data: { plots: [{ digPence: 110 }, { digPence: 0 }] } });
    });
    expect(calls.map((call) => call.subgraph)).toEqual(["land", "charges"]);
    const [, toCharges] = calls;
    expect(toCharges && representationsOf(toCharges)[0]).toEqual({
      __typename: "Plot",
      id: "p1",
      soil: { depthCm: 90, layers: [{ name: "loam" }, { name: "clay" }] },
    });
  });

  test("is met from an aliased selection of the same field", async () => {
    const answer = await graph.ask(
      "{ plots { size: areaM2 areaM2: id earth: soil { d: depthCm } rentPence taxPence } }",
    );
    const [first] = (answer.data as { plots: unknown[] }).plots;
    expect(first).toEqual({ size: 120, areaM2: "p1", earth: { d: 90 }, rentPence: 600, taxPence: 210 });
  });

  test("of two fields of one department takes one call", async () => {
    const calls = await graph.callsDuring(() => graph.ask("{ plots { rentPence taxPence digPence } }"));
    expect(calls.map((call) => call.subgraph)).toEqual(["land", "charges"]);
  });
});
