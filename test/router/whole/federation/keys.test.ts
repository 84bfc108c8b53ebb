import { describe, expect, test } from "vitest";
import { federate, representationsOf } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const graves = {
  "A/1": { plot: { field: { code: "A" }, number: 1 }, stone: "slate" },
  "B/7": { plot: { field: { code: "B" }, number: 7 }, stone: null },
};
type Grave = (typeof graves)["A/1"];
const at = ({ plot }: Pick<Grave, "plot">) => graves[`${plot.field.code}/${plot.number}` as keyof typeof graves];

/** A key made of an object in an object and a number. */
const cemetery = subgraph(
  "cemetery",
  `
    type Query { graves: [[Grave!]]! }
    type Grave @key(fields: "plot { field { code } number }") { plot: Plot! stone: String }
    type Plot { field: Field! number: Int! }
    type Field { code: ID! }
  `,
  { Query: { graves: () => [[graves["A/1"]], null, [graves["B/7"]]] }, Grave: { __resolveReference: at } },
);

const care = subgraph(
  "care",
  `
    type Grave @key(fields: "plot { number field { code } }") { plot: Plot! visits: Int neighbour: Grave }
    type Plot @shareable { field: Field! number: Int! }
    type Field @shareable { code: ID! }
  `,
  {
    Grave: {
      __resolveReference: (reference: object) => reference,
      visits: ({ plot }: Grave) => plot.number * 10,
      neighbour: ({ plot }: Grave) => ({ plot: plot.number === 1 ? graves["B/7"].plot : graves["A/1"].plot }),
    },
  },
);

describe("a compound and nested key", () => {
  const graph = federate([cemetery, care]);

  test("leads through lists in lists to another department and back", async () => {
    const query = "{ graves { visits neighbour { stone plot { number } } } }";
    expect(await graph.ask(query)).toEqual({
      data: {
        graves: [
          [{ visits: 10, neighbour: { stone: null, plot: { number: 7 } } }],
          null,
          [{ visits: 70, neighbour: { stone: "slate", plot: { number: 1 } } }],
        ],
      },
    });
  });

  test("is sent whole, and shown only as far as it was asked for", async () => {
    const calls = await graph.callsDuring(async () => {
      expect(await graph.ask("{ graves { plot { number } visits } }")).toEqual({
        data: {
          graves: [[{ plot: { number: 1 }, visits: 10 }], null, [{ plot: { number: 7 }, visits: 70 }]],
        },
      });
    });
    expect(calls.flatMap(representationsOf)).toEqual([
      { __typename: "Grave", plot: { number: 1, field: { code: "A" } } },
      { __typename: "Grave", plot: { number: 7, field: { code: "B" } } },
    ]);
  });
});

describe("several keys", () => {
  const byPlate = { ab1: { plate: "ab1", chassis: "x9" }, cd2: { plate: "cd2", chassis: "y8" } };
  const byChassis = Object.fromEntries(Object.values(byPlate).map((car) => [car.chassis, car]));
  type Car = Partial<(typeof byPlate)["ab1"]>;

  const parking = subgraph(
    "parking",
    `type Query { parked: [Car!]! } type Car @key(fields: "plate", resolvable: false) { plate: ID! }`,
    { Query: { parked: () => [{ plate: "ab1" }, { plate: "cd2" }] } },
  );
  /** The only one that knows both, so the way from a plate to a tax leads through it. */
  const registry = subgraph(
    "registry",
    `type Car @key(fields: "plate") @key(fields: "chassis") { plate: ID! chassis: ID! }`,
    {
      Car: {
        __resolveReference: ({ plate, chassis }: Car) =>
          plate === undefined ? byChassis[chassis ?? ""] : byPlate[plate as "ab1"],
      },
    },
  );
  const taxes = subgraph(
    "taxes",
    `type Query { taxed: [Car!]! } type Car @key(fields: "chassis") { chassis: ID! taxFen: Int }`,
    {
      Query: { taxed: () => [{ chassis: "y8" }] },
      Car: { __resolveReference: (key: Car) => key, taxFen: ({ chassis }: Car) => (chassis === "x9" ? 900 : 800) },
    },
  );
  const graph = federate([parking, registry, taxes]);

  test("are changed on the way where two departments share none", async () => {
    const calls = await graph.callsDuring(async () => {
      expect(await graph.ask("{ parked { taxFen } }")).toEqual({
        data: { parked: [{ taxFen: 900 }, { taxFen: 800 }] },
      });
    });
    expect(calls.map((call) => call.subgraph)).toEqual(["parking", "registry", "taxes"]);
  });

  test("are used the other way round too", async () => {
    expect(await graph.ask("{ taxed { plate } }")).toEqual({ data: { taxed: [{ plate: "cd2" }] } });
  });
});
