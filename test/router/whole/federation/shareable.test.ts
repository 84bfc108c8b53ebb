import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const SHARED = `
  type Query { today: Day! @shareable slots: [Slot!]! @shareable }
  type Slot @key(fields: "id") { id: ID! }
`;
const roots = { Query: { today: () => ({ on: "2026-05-01", week: 18, tide: "low" }), slots: () => [{ id: "1" }] } };
const reference = { __resolveReference: (key: object) => key };

const clock = subgraph(
  "clock",
  `${SHARED} extend type Slot { hour: Int } type Day @shareable { on: String! week: Int }`,
  {
    ...roots,
    Slot: { ...reference, hour: () => 9 },
  },
);
const tides = subgraph(
  "tides",
  `${SHARED} extend type Slot { tide: String } type Day @shareable { on: String! tide: String }`,
  {
    ...roots,
    Slot: { ...reference, tide: () => "high" },
  },
);

const graph = federate([clock, tides]);

async function departmentsAskedFor(query: string, data: unknown): Promise<string[]> {
  const calls = await graph.callsDuring(async () => {
    expect(await graph.ask(query)).toEqual({ data });
  });
  return calls.map((call) => call.subgraph).sort();
}

describe("@shareable", () => {
  test("root fields are asked of one department", async () => {
    const data = { today: { on: "2026-05-01" }, slots: [{ id: "1" }] };
    expect(await departmentsAskedFor("{ today { on } slots { id } }", data)).toHaveLength(1);
  });

  test("root fields go to the department that has the rest", async () => {
    expect(await departmentsAskedFor("{ slots { tide } }", { slots: [{ tide: "high" }] })).toEqual(["tides"]);
    expect(await departmentsAskedFor("{ slots { hour } }", { slots: [{ hour: 9 }] })).toEqual(["clock"]);
  });

  test("entities are joined with their other parts", async () => {
    const data = { slots: [{ hour: 9, tide: "high" }] };
    expect(await departmentsAskedFor("{ slots { hour tide } }", data)).toEqual(["clock", "tides"]);
  });

  // Without a key there is no way from one to the other but the root field itself.
  test("objects without a key are put together from the root fields of both", async () => {
    const data = { today: { week: 18, on: "2026-05-01", tide: "low" } };
    expect(await departmentsAskedFor("{ today { week on tide } }", data)).toEqual(["clock", "tides"]);
  });
});
