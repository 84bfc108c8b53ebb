import { beforeEach, describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

let steps: string[] = [];
let count = 0;

const reference = { __resolveReference: (key: object) => key };
const step = (what: string) => {
  steps.push(what);
  return what;
};

const desk = subgraph(
  "desk",
  `
    type Query { count: Int! }
    type Mutation { open(id: ID!): Case add(by: Int!): Int! fail: Int must: Int! }
    type Case @key(fields: "id") { id: ID! opened: Int }
  `,
  {
    Query: { count: () => count },
    Mutation: {
      open: (_: unknown, { id }: { id: string }) => {
        step(`open ${id}`);
        return { id, opened: ++count };
      },
      add: async (_: unknown, { by }: { by: number }) => {
        const before = count;
        await Promise.resolve();
        step(`add ${by}`);
        return (count = before + by);
      },
      fail: () => {
        step("fail");
        throw new Error("no");
      },
      must: () => {
        throw new Error("no");
      },
    },
    Case: reference,
  },
);

const archive = subgraph(
  "archive",
  `
    type Query { shelf: Int! }
    type Mutation { file(id: ID!): Case }
    type Case @key(fields: "id") { id: ID! steps: [String!]! }
  `,
  {
    Mutation: { file: (_: unknown, { id }: { id: string }) => ({ id: step(`file ${id}`).slice(5) }) },
    // What has happened by the time this is read shows whether an earlier mutation was finished first.
    Case: { ...reference, steps: () => [...steps] },
  },
);

const graph = federate([desk, archive]);

beforeEach(() => {
  steps = [];
  count = 0;
});

describe("mutations", () => {
  test("run one after another, in the order of the operation, across departments", async () => {
    const { data } = await graph.ask(
      'mutation { a: open(id: "1") { id } b: file(id: "2") { id } c: open(id: "3") { id } }',
    );
    expect(data).toEqual({ a: { id: "1" }, b: { id: "2" }, c: { id: "3" } });
    expect(steps).toEqual(["open 1", "file 2", "open 3"]);
  });

  test("of one department do not overtake each other", async () => {
    const { data } = await graph.ask("mutation { a: add(by: 1) b: add(by: 10) c: add(by: 100) }");
    expect(data).toEqual({ a: 1, b: 11, c: 111 });
  });

  test("are finished with all they select before the next begins", async () => {
    const { data } = await graph.ask('mutation { a: open(id: "1") { steps } b: open(id: "2") { steps } }');
    expect(data).toEqual({ a: { steps: ["open 1"] }, b: { steps: ["open 1", "open 2"] } });
  });

  test("go on after one that failed", async () => {
    const answer = await graph.ask('mutation { fail a: open(id: "1") { opened } }');
    expect(answer.data).toEqual({ fail: null, a: { opened: 1 } });
    expect(answer.errors?.map((error) => error.path)).toEqual([["fail"]]);
    expect(steps).toEqual(["fail", "open 1"]);
  });

  test("are null altogether where one that failed may not be null", async () => {
    const answer = await graph.ask('mutation { a: open(id: "1") { id } must }');
    expect(answer.data).toBeNull();
    expect(answer.errors?.map((error) => error.path)).toEqual([["must"]]);
  });

  test("with one response key are one mutation", async () => {
    const { data } = await graph.ask('mutation { open(id: "1") { id } ... on Mutation { open(id: "1") { steps } } }');
    expect(data).toEqual({ open: { id: "1", steps: ["open 1"] } });
    expect(steps).toEqual(["open 1"]);
  });

  test("that are switched off do not run", async () => {
    const query = 'mutation ($on: Boolean!) { a: open(id: "1") @include(if: $on) { id } add(by: 2) @skip(if: $on) }';
    expect(await graph.ask(query, { on: false })).toEqual({ data: { add: 2 } });
    expect(steps).toEqual(["add 2"]);
  });
});
