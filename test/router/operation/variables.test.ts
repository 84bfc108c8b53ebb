import fc from "fast-check";
import { buildSchema, Kind, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { neverNull } from "../../../router/operation/never-null.ts";
import { RequestError } from "../../../router/operation/request-error.ts";
import { readVariables } from "../../../router/operation/variables.ts";
import { scalars } from "../../../subgraphs/shared/scalars.ts";
import { runs } from "../../support/runs.ts";

const schema = buildSchema(`
  scalar Date
  scalar DateTime
  scalar ResidentIdNumber
  enum Colour { RED GREEN }
  input Inner { day: Date! count: Int = 3 }
  input Filter { name: String colour: Colour inner: Inner many: [Int!] }
  type Query { a: Int id: ID }
`);
// Variables are checked with the same scalars as in the departments.
for (const name of ["Date", "DateTime", "ResidentIdNumber"] as const) {
  Object.assign(schema.getType(name) ?? {}, {
    parseValue: scalars[name].parseValue.bind(scalars[name]),
    parseLiteral: scalars[name].parseLiteral.bind(scalars[name]),
  });
}

function read(declared: string, given: Record<string, unknown>): Record<string, unknown> {
  const [definition] = parse(`query (${declared}) { a }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("no operation");
  return { ...readVariables(schema, { definition, neverNull: neverNull(definition, schema) }, given) };
}

function messagesOf(declared: string, given: Record<string, unknown>): string[] {
  try {
    read(declared, given);
    return [];
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    expect(error.errors.map(({ extensions }) => extensions["code"])).toEqual(error.errors.map(() => "BAD_USER_INPUT"));
    return error.errors.map(({ message }) => message);
  }
}

describe("readVariables", () => {
  test.each([
    ["$a: Int", { a: 1 }, { a: 1 }],
    ["$a: Int", { a: null }, { a: null }],
    ["$a: Int", {}, {}],
    ["$a: Int = 7", {}, { a: 7 }],
    ["$a: Int = 7", { a: null }, { a: null }],
    ["$a: Int! = 7", {}, { a: 7 }],
    ["$a: ID!", { a: 7 }, { a: "7" }],
    ["$a: [Int!]", { a: 5 }, { a: [5] }],
    ["$a: [Int]", { a: [1, null] }, { a: [1, null] }],
    ["$a: Colour", { a: "RED" }, { a: "RED" }],
    ["$a: Date", { a: "2024-02-29" }, { a: "2024-02-29" }],
    ["$a: ResidentIdNumber", { a: "11010519491231002x" }, { a: "11010519491231002X" }],
    ["$a: Filter", { a: { inner: { day: "2025-01-01" } } }, { a: { inner: { day: "2025-01-01", count: 3 } } }],
    ["$a: Int", { a: 1, b: 2 }, { a: 1 }],
    ["$constructor: Int", {}, {}],
    ["$toString: Int = 1", {}, { toString: 1 }],
  ])("of %s takes %j as %j", (declared, given, expected) => {
    expect(read(declared, given)).toEqual(expected);
  });

  test.each([
    ["$a: Int!", {}, ["Variable $a: a value is needed."]],
    ["$a: Int!", { a: null }, ["Variable $a: the value does not fit the type."]],
    ["$a: Int", { a: "SECRET" }, ["Variable $a: the value does not fit the type."]],
    ["$a: Int", { a: 1.5 }, ["Variable $a: the value does not fit the type."]],
    ["$a: Int", { a: 2_147_483_648 }, ["Variable $a: the value does not fit the type."]],
    ["$a: String", { a: 1 }, ["Variable $a: the value does not fit the type."]],
    ["$a: Boolean", { a: "true" }, ["Variable $a: the value does not fit the type."]],
    ["$a: Colour", { a: "SECRET" }, ["Variable $a: the value does not fit the type."]],
    ["$a: [Int!]", { a: [1, null, "SECRET"] }, 2],
    ["$a: Filter", { a: "SECRET" }, ["Variable $a: the value does not fit the type."]],
    ["$a: Filter", { a: { SECRET: 1 } }, ["Variable $a: the value does not fit the type."]],
    ["$a: Filter", { a: { inner: {} } }, 1],
    ["$a: Filter", { a: { inner: { day: "SECRET" } } }, ["Variable $a.inner.day: Date: a day is written YYYY-MM-DD."]],
    ["$a: Filter", { a: { many: [1, "SECRET"] } }, ["Variable $a.many.1: the value does not fit the type."]],
    ["$a: Int, $b: Int", { a: "SECRET", b: "SECRET" }, 2],
    [
      "$a: ResidentIdNumber",
      { a: "110105194912310021" },
      ["Variable $a: ResidentIdNumber: the check digit does not match."],
    ],
  ])("of %s refuses %j and says where, not what", (declared, given, expected) => {
    const messages = messagesOf(declared, given);
    if (typeof expected === "number") expect(messages).toHaveLength(expected);
    else expect(messages).toEqual(expected);
    expect(messages.join()).not.toMatch(/SECRET|110105194912310021|2147483648/);
  });

  test("repeats no value, whatever it is and whatever was wrong with it", () => {
    const declared = "$a: Int, $b: Filter, $c: ResidentIdNumber, $d: Colour, $e: [Date!]!, $f: ID";
    const secret = fc.string({
      minLength: 6,
      maxLength: 20,
      unit: fc.constantFrom("Q", "W", "X", "Z", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
    });
    const odd = fc.anything({ values: [secret, fc.integer()], key: secret, maxDepth: 3 });
    const property = fc.property(fc.record({ a: odd, b: odd, c: odd, d: odd, e: odd, f: odd }), (given) => {
      const text = JSON.stringify(given);
      const values = [...text.matchAll(/"([QWXZ0-9]{6,20})"|(-?\d{4,})/g)].map((match) => match[1] ?? match[2] ?? "");
      const messages = messagesOf(declared, JSON.parse(text) as Record<string, unknown>).join("\n");
      for (const value of values) expect(messages).not.toContain(value);
    });
    fc.assert(property, runs(300));
  });
});
