import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const bridges = [
  { __typename: "Footbridge", id: "b1", spanM: 10 },
  { __typename: "RoadBridge", id: "b2", spanM: 40 },
];
const bridgeById = ({ id }: { id: string }) => bridges.find((bridge) => bridge.id === id) ?? null;

const survey = subgraph(
  "survey",
  `
    type Query { bridges: [Bridge!]! }
    interface Bridge { id: ID! spanM: Int! }
    type Footbridge implements Bridge @key(fields: "id") { id: ID! spanM: Int! }
    type RoadBridge implements Bridge @key(fields: "id") { id: ID! spanM: Int! }
  `,
  {
    Query: { bridges: () => bridges },
    Footbridge: { __resolveReference: bridgeById },
    RoadBridge: { __resolveReference: bridgeById },
  },
);

/** Load needs the span; the inspection needs the load, and the next load limit needs the inspection. */
const loads = subgraph(
  "loads",
  `
    interface Bridge { id: ID! loadT: Int }
    type Footbridge implements Bridge @key(fields: "id") {
      id: ID! spanM: Int! @external grade: String @external
      loadT: Int @requires(fields: "spanM")
      limitT: Int @requires(fields: "grade")
    }
    type RoadBridge implements Bridge @key(fields: "id") {
      id: ID! spanM: Int! @external grade: String @external
      loadT: Int @requires(fields: "spanM")
      limitT: Int @requires(fields: "grade")
    }
  `,
  { Footbridge: loadFields(1), RoadBridge: loadFields(4) },
);

function loadFields(perM: number) {
  return {
    loadT: ({ spanM }: { spanM: number }) => spanM * perM,
    limitT: ({ grade }: { grade: string }) => Number(grade.slice(1)) * 100,
  };
}

const inspections = subgraph(
  "inspections",
  `
    type Footbridge @key(fields: "id") { id: ID! loadT: Int @external grade: String @requires(fields: "loadT") }
    type RoadBridge @key(fields: "id") { id: ID! loadT: Int @external grade: String @requires(fields: "loadT") }
  `,
  { Footbridge: { grade }, RoadBridge: { grade } },
);

function grade({ loadT }: { loadT: number }): string {
  return loadT > 100 ? "A1" : "B2";
}

const graph = federate([survey, loads, inspections]);

describe("@requires of requires", () => {
  test("goes back and forth between two departments until all is there", async () => {
    const calls = await graph.callsDuring(async () => {
      const answer = await graph.ask("{ bridges { ... on RoadBridge { limitT } } }");
      expect(answer).toEqual({ data: { bridges: [{}, { limitT: 100 }] } });
    });
    expect(calls.map((call) => call.subgraph)).toEqual(["survey", "loads", "inspections", "loads"]);
  });

  test("on an interface is met for each of its implementers", async () => {
    const answer = await graph.ask("{ bridges { __typename loadT } }");
    const bridges = [
      { __typename: "Footbridge", loadT: 10 },
      { __typename: "RoadBridge", loadT: 160 },
    ];
    expect(answer).toEqual({ data: { bridges } });
  });

  test("leaves nothing of the way there in the answer", async () => {
    const answer = await graph.ask("{ bridges { ... on Footbridge { far: spanM grade limitT } id } }");
    expect(answer).toEqual({ data: { bridges: [{ far: 10, grade: "B2", limitT: 200, id: "b1" }, { id: "b2" }] } });
  });
});

describe("a @requires that a selection gets in the way of", () => {
  const yard = subgraph(
    "yard",
    `type Query { crates: [Crate!]! any: [Thing!]! }
     union Thing = Crate
     type Crate @key(fields: "id") { id: ID! weight(unit: Unit! = KG): Int! } enum Unit { KG G }`,
    {
      Query: { crates: () => [{ id: "1" }], any: () => [{ __typename: "Crate", id: "1" }] },
      Crate: {
        __resolveReference: (key: object) => key,
        weight: (_: unknown, { unit }: { unit: string }) => (unit === "G" ? 7000 : 7),
      },
    },
  );
  const cranes = subgraph(
    "cranes",
    `type Crate @key(fields: "id") {
       id: ID! weight(unit: Unit! = KG): Int! @external ropes: Int! @requires(fields: "weight(unit: G)")
     } enum Unit { KG G }`,
    { Crate: { ropes: ({ weight }: { weight: number }) => weight / 1000 } },
  );
  const port = federate([yard, cranes]);

  test.each([
    ["{ crates { weight ropes } }", { crates: [{ weight: 7, ropes: 7 }] }],
    ["{ any { ... on Crate { weight } ... on Crate { ropes } } }", { any: [{ weight: 7, ropes: 7 }] }],
    ["query ($no: Boolean = false) { crates { weight @include(if: $no) ropes } }", { crates: [{ ropes: 7 }] }],
    ["{ crates { weight: id ropes heavy: weight(unit: G) } }", { crates: [{ weight: "1", ropes: 7, heavy: 7000 }] }],
  ])("still gets its own arguments: %s", async (query, data) => {
    expect(await port.ask(query)).toEqual({ data });
  });

  test("is met though an alias repeats the name of the field", async () => {
    expect(await port.ask("{ crates { weight: weight ropes: ropes } }")).toEqual({
      data: { crates: [{ weight: 7, ropes: 7 }] },
    });
  });
});
