import { describe, expect, test } from "vitest";
import { federate, representationsOf } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

interface Key {
  id: string;
}

const rounds = [
  { id: "r1", driver: { id: "d1" }, mate: { id: "d2" }, stops: [{ driver: { id: "d1" } }, { driver: { id: "d3" } }] },
  { id: "r2", driver: { id: "d1" }, mate: null, stops: [{ driver: { id: "d2" } }] },
];

const waste = subgraph(
  "waste",
  `
    type Query { rounds: [Round!]! chief: Driver }
    type Round { id: ID! driver: Driver! mate: Driver stops: [Stop!]! }
    type Stop { driver: Driver! }
    type Driver @key(fields: "id", resolvable: false) { id: ID! }
  `,
  { Query: { rounds: () => rounds, chief: () => ({ id: "d1" }) } },
);

const drivers = subgraph("drivers", `type Driver @key(fields: "id") { id: ID! name: String manager: Driver }`, {
  Driver: {
    __resolveReference: (key: Key) => key,
    name: ({ id }: Key) => `driver ${id}`,
    manager: ({ id }: Key) => (id === "d1" ? { id: "d3" } : null),
  },
});

const pay = subgraph(
  "pay",
  `type Driver @key(fields: "id") { id: ID! name: String @external grade: String @requires(fields: "name") }`,
  { Driver: { grade: ({ name }: { name: string }) => name.toUpperCase() } },
);

const graph = federate([waste, drivers, pay]);

describe("entities of one request", () => {
  test("are asked for together, each once", async () => {
    const calls = await graph.callsDuring(async () => {
      expect(await graph.ask("{ rounds { driver { name } } }")).toEqual({
        data: { rounds: [{ driver: { name: "driver d1" } }, { driver: { name: "driver d1" } }] },
      });
    });
    expect(calls.map((call) => [call.subgraph, representationsOf(call)])).toEqual([
      ["waste", []],
      ["drivers", [{ __typename: "Driver", id: "d1" }]],
    ]);
  });

  test("from several places share one call", async () => {
    const calls = await graph.callsDuring(async () => {
      const { data } = await graph.ask(
        "{ rounds { driver { name } mate { name } stops { driver { name } } } chief { name } }",
      );
      expect(data).toEqual({
        rounds: [
          {
            driver: { name: "driver d1" },
            mate: { name: "driver d2" },
            stops: [{ driver: { name: "driver d1" } }, { driver: { name: "driver d3" } }],
          },
          { driver: { name: "driver d1" }, mate: null, stops: [{ driver: { name: "driver d2" } }] },
        ],
        chief: { name: "driver d1" },
      });
    });
    expect(calls.map((call) => call.subgraph)).toEqual(["waste", "drivers"]);
  });

  test("with different selections get no more than was asked for in their place", async () => {
    const { data } = await graph.ask("{ rounds { driver { id } mate { name } } chief { grade } }");
    expect(data).toEqual({
      rounds: [
        { driver: { id: "d1" }, mate: { name: "driver d2" } },
        { driver: { id: "d1" }, mate: null },
      ],
      chief: { grade: "DRIVER D1" },
    });
  });

  test("may differ in what was added to them later", async () => {
    const query = "{ rounds { driver { manager { name } } } chief { manager { grade } } }";
    expect((await graph.ask(query)).data).toEqual({
      rounds: [{ driver: { manager: { name: "driver d3" } } }, { driver: { manager: { name: "driver d3" } } }],
      chief: { manager: { grade: "DRIVER D3" } },
    });
  });

  test("that are not there cost no call", async () => {
    const calls = await graph.callsDuring(() => graph.ask("{ rounds { mate { manager { manager { name } } } } }"));
    // The mates have no managers, so nobody is asked about the managers' managers.
    expect(calls.map((call) => call.subgraph)).toEqual(["waste", "drivers"]);
  });

  test("are asked for with one operation whatever the request's other values are", async () => {
    const [first, second] = await Promise.all(
      ["a", "b"].map((name) =>
        graph.callsDuring(() => graph.ask(`query ($v: Boolean = true) { ${name}: chief { name @include(if: $v) } }`)),
      ),
    );
    expect(first?.at(-1)?.operation).toBe(second?.at(-1)?.operation);
  });
});
