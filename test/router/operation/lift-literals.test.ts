import fc from "fast-check";
import { buildSchema, executeSync, Kind, type OperationDefinitionNode, parse, print, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { liftLiterals } from "../../../router/operation/lift-literals.ts";

const schema = buildSchema(`
  enum Colour { RED GREEN }
  input Inner { text: String = "by default" colour: Colour list: [Int!] must: ID! }
  input Outer { inner: Inner many: [Inner!] flag: Boolean number: Float day: Day }
  scalar Day
  type Query { echo(text: String, id: ID, number: Int = 7, list: [String], outer: Outer, colour: Colour, colours: [[Colour!]]): String nested: Query }
`);
const rootValue = {
  echo: (given: object) => JSON.stringify(given),
  nested: () => rootValue,
};

function operationOf(text: string): OperationDefinitionNode {
  const document = parse(text, { noLocation: true });
  expect(validate(schema, document)).toEqual([]);
  const [definition] = document.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("no operation");
  return definition;
}

function run(definition: OperationDefinitionNode, variableValues: Record<string, unknown>) {
  return executeSync({
    schema,
    document: { kind: Kind.DOCUMENT, definitions: [definition] },
    rootValue,
    variableValues,
  });
}

describe("values that stand in a document", () => {
  const variables = { v: "variable", n: null };
  const text = fc.oneof(
    fc.string().map((value) => JSON.stringify(value)),
    fc.constantFrom("null", "$v", "$n", "$none"),
  );
  const id = fc.oneof(fc.nat().map(String), fc.constantFrom('"32990019"', "12345678901234567890"));
  const colour = fc.constantFrom("RED", "GREEN", "null");
  const inner = fc
    .record({ text, colour, list: fc.constantFrom("[1, 2]", "3", "null", "[]"), must: id }, { requiredKeys: ["must"] })
    .map(written);
  const outer = fc
    .record(
      {
        inner: fc.oneof(inner, fc.constant("null")),
        many: fc.oneof(
          fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
          inner,
        ),
        flag: fc.constantFrom("true", "false", "null"),
        number: fc.constantFrom("1", "1.5", "1e3", "-0.25"),
        day: fc.constantFrom('"2026-02-03"', "20260203", "98765432109876543210"),
      },
      { requiredKeys: [] },
    )
    .map(written);
  const given = fc
    .record(
      {
        text,
        id,
        number: fc.constantFrom("1", "-5", "null"),
        list: fc.oneof(
          fc.array(text, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
          fc.constantFrom('"one"', "null"),
        ),
        outer,
        colour,
        colours: fc.constantFrom("RED", "[GREEN]", "[[RED, GREEN], null]"),
      },
      { requiredKeys: [] },
    )
    .map((fields) => (Object.keys(fields).length === 0 ? "" : `(${written(fields).slice(1, -1)})`));
  const declared = "query ($v: String, $n: String, $none: String)";

  test("mean the same once they are variables", () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 4 }), (fields) => {
        const echoes = fields.map((one, at) => `a${at}: echo${one}`);
        const used = "used: echo(text: $v, list: [$n, $none])";
        const original = operationOf(`${declared} { ${echoes.join(" ")} nested { ${echoes.join(" ")} } ${used} }`);
        const { definition, values } = liftLiterals(original, schema);
        expect(run(definition, { ...variables, ...values })).toEqual(run(original, variables));
        expect(validate(schema, { kind: Kind.DOCUMENT, definitions: [definition] })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['{ echo(text: "a") }', '{ echo(text: "b") }', true],
    ['{ echo(outer: {inner: {must: "1"}}) }', '{ echo(outer: {inner: {must: "2", text: "x"}}) }', true],
    ['query ($v: String) { echo(list: ["a", $v]) }', 'query ($v: String) { echo(list: ["b", $v]) }', true],
    // The same value twice is another shape than two values: the planner may merge the one and not the other.
    ['{ a: echo(text: "a") b: echo(text: "a") }', '{ a: echo(text: "a") b: echo(text: "b") }', false],
    ["{ echo(colour: RED) }", "{ echo(text: null) }", false],
  ])("%s and %s have one shape: %s", (one, other, isOne) => {
    const shapeOf = (source: string) => print(liftLiterals(operationOf(source), schema).definition);
    expect(shapeOf(one) === shapeOf(other)).toBe(isOne);
  });

  test("get names that the client has not taken", () => {
    const { definition, values } = liftLiterals(
      operationOf('query ($literal0: String, $literal1: String) { echo(text: $literal0, list: [$literal1, "x"]) }'),
      schema,
    );
    expect(values).toEqual({ literal2: "x" });
    expect(print(definition)).toContain("$literal2: String");
  });

  test("stay alike where a field is asked for twice alike", () => {
    const { definition } = liftLiterals(
      operationOf('{ nested { echo(text: "a") } ... { nested { echo(text: "a") } } }'),
      schema,
    );
    expect(validate(schema, { kind: Kind.DOCUMENT, definitions: [definition] })).toEqual([]);
  });
});

function written(fields: Record<string, string | undefined>): string {
  const parts = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return `{${parts.join(", ")}}`;
}
