import { buildSubgraphSchema } from "@apollo/subgraph";
import fc from "fast-check";
import { execute, type ExecutionResult, GraphQLObjectType, GraphQLScalarType, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { subgraphs } from "../../support/subgraphs.ts";
import { compileOperation } from "../../../subgraphs/shared/compile-operation.ts";

const schema = buildSubgraphSchema(
  parse(`
    enum Colour { RED GREEN }
    scalar Shout
    input Inner { text: String = "by default" list: [Int!]! = [1, 2] must: Int! colour: Colour = GREEN }
    input Outer { inner: Inner = { must: 7 } many: [Inner] matrix: [[Int]] shout: Shout = "quiet" id: ID number: Float }
    type Query {
      echo(
        int: Int = 5, must: Int! = 6, float: Float, text: String, id: ID, yes: Boolean, colour: Colour
        list: [Int!] = [9], outer: Outer, outers: [Outer!], shout: Shout
      ): String
      strict(int: Int!, inner: Inner!): String
    }
  `),
);
const query = schema.getQueryType();
if (!(query instanceof GraphQLObjectType)) throw new Error("no query");
for (const field of Object.values(query.getFields())) {
  if (["echo", "strict"].includes(field.name)) field.resolve = (_parent, given) => inOrder(given);
}
const shout = schema.getType("Shout");
if (!(shout instanceof GraphQLScalarType)) throw new Error("no scalar");
shout.parseValue = (value) => {
  if (typeof value !== "string") throw new Error("a string is needed");
  return value.toUpperCase();
};

/** In the order of names: which of two equal objects came first to which key is nobody's affair. */
function inOrder(given: unknown): string {
  return JSON.stringify(given, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** What graphql-js says, which answers for a department on another host. */
const reference = (text: string, variableValues: Record<string, unknown>) =>
  execute({ schema, document: parse(text, { noLocation: true }), variableValues }) as ExecutionResult;
const plain = ({ data, errors }: ExecutionResult) => ({
  data: data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown),
  errors: errors?.map(({ message, path }) => ({ message, path })),
});

/** Values of every kind, right and wrong: numbers at their edges, enums, lists for items, fields left out and too many. */
const leaf = fc.constantFrom<unknown>(
  ...[
    null,
    undefined,
    0,
    -1,
    1.5,
    1e3,
    2 ** 31,
    2 ** 31 - 1,
    1e400,
    "",
    "1",
    "text",
    "RED",
    "BLUE",
    true,
    false,
    [],
    {},
  ],
  ...[
    [1],
    [1, null],
    [[1], 2],
    ["x"],
    12345678901234567890n.toString(),
    { must: 1 },
    { must: null },
    { must: 1, other: 2 },
  ],
);
const inner = fc.record({ text: leaf, list: leaf, must: leaf, colour: leaf }, { requiredKeys: [] });
const outer = fc.record(
  {
    inner: fc.oneof(inner, leaf),
    many: fc.oneof(fc.array(inner, { maxLength: 2 }), inner, leaf),
    matrix: leaf,
    shout: leaf,
    id: leaf,
    number: leaf,
  },
  { requiredKeys: [] },
);
const TYPES: Record<string, fc.Arbitrary<unknown>> = {
  Int: leaf,
  Float: leaf,
  String: leaf,
  ID: leaf,
  Boolean: leaf,
  Colour: leaf,
  Shout: leaf,
  "[Int!]": fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })),
  Inner: fc.oneof(inner, leaf),
  "Inner!": inner,
  Outer: fc.oneof(outer, leaf),
  "[Outer!]": fc.oneof(outer, fc.array(outer, { maxLength: 2 })),
};
const TEXT = `query (
  $int: Int, $withDefault: Int = 3, $float: Float, $text: String, $id: ID, $yes: Boolean, $colour: Colour, $list: [Int!],
  $shout: Shout, $inner: Inner, $must: Inner! = { must: 4 }, $outer: Outer, $outers: [Outer!], $argument0: Int
) {
  direct: echo(int: $int, float: $float, text: $text, id: $id, yes: $yes, colour: $colour, list: $list, outer: $outer, outers: $outers, shout: $shout)
  nested: echo(outer: { inner: $inner, many: [$inner, { must: 1, text: $text, colour: $colour }], matrix: [[$int], 4], id: $id, number: $float, shout: $shout })
  lists: echo(list: [1], outers: [{ many: $inner }, { inner: { must: 2, list: 3 } }], int: $argument0)
  defaulted: echo(must: $withDefault, int: $withDefault)
  literal: echo(text: null, colour: RED, outer: {}, float: 1, id: 12345678901234567890, shout: "loud")
  strict: strict(int: $withDefault, inner: $must)
}`;
const NAMES = {
  int: "Int",
  withDefault: "Int",
  float: "Float",
  text: "String",
  id: "ID",
  yes: "Boolean",
  colour: "Colour",
  list: "[Int!]",
  shout: "Shout",
  inner: "Inner",
  must: "Inner!",
  outer: "Outer",
  outers: "[Outer!]",
  argument0: "Int",
};
/** A few at a time: of a dozen random values one is always wrong. */
const given = fc
  .uniqueArray(fc.constantFrom(...Object.entries(NAMES)), { selector: ([name]) => name, maxLength: 3 })
  .chain((named) => fc.record(Object.fromEntries(named.map(([name, type]) => [name, TYPES[type] ?? leaf]))));

describe("a compiled operation", () => {
  const run = compileOperation(schema, TEXT);

  test("takes and refuses values as graphql-js does", async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(given, async (variables) => {
        const expected = plain(reference(TEXT, variables));
        if (expected.data !== undefined) answered += 1;
        expect(plain(await run({}, variables))).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
    expect(answered).toBeGreaterThan(20);
  });

  test("takes and refuses one value at a time as graphql-js does", async () => {
    for (const [name, type] of Object.entries(NAMES)) {
      for (const value of fc.sample(TYPES[type] ?? leaf, 200)) {
        const variables = { [name]: value };
        expect(plain(await run({}, variables))).toEqual(plain(reference(TEXT, variables)));
      }
    }
  });

  test.each([
    ["a default of an input field", "query ($t: String) { echo(outer: { inner: { must: 1, text: $t } }) }", {}],
    ["a list of inputs that is not given", "query ($l: [Inner]) { echo(outer: { many: $l }) }", {}],
    ["null for what must not be null", "query ($n: Int = 1) { echo(must: $n) }", { n: null }],
    [
      "null in an input field that must not be null",
      "query ($n: Int = 1) { echo(outer: { inner: { must: $n } }) }",
      { n: null },
    ],
    ["one item for a list of lists", "query ($m: [[Int]]) { echo(outer: { matrix: $m }) }", { m: 5 }],
    [
      "a condition of its own",
      "query ($yes: Boolean!) { a: echo @include(if: $yes) b: echo @skip(if: $yes) }",
      { yes: true },
    ],
    [
      "a fragment spread twice, under two conditions",
      "query ($no: Boolean!, $yes: Boolean!) { ...F @include(if: $no) ...F @include(if: $yes) } fragment F on Query { echo }",
      { no: false, yes: true },
    ],
    [
      "a fragment spread in two places, one of which is left out",
      "query ($no: Boolean!) { ... @include(if: $no) { ...F } ...G } fragment G on Query { ...F } fragment F on Query { echo }",
      { no: false },
    ],
    ["a value of a name of every object", "query ($constructor: Int, $toString: Int) { echo(int: $constructor) }", {}],
  ])("answers %s as graphql-js does", async (_what, text, variables) => {
    const expected = plain(reference(text, variables));
    expect(plain(await compileOperation(schema, text)({}, variables))).toEqual(expected);
  });

  test("is compiled for every department", () => {
    for (const one of subgraphs) expect(one.schema.getType("_Any"), one.name).toBeDefined();
  });
});
