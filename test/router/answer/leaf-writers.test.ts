import fc from "fast-check";
import { GraphQLEnumType, GraphQLScalarType, specifiedScalarTypes } from "graphql";
import { describe, expect, test } from "vitest";
import { leafWriter } from "../../../router/answer/leaf-writers.ts";
import { runs } from "../../support/runs.ts";

const colour = new GraphQLEnumType({ name: "Colour", values: { RED: {}, GREEN: { value: 2 } } });
const day = new GraphQLScalarType({ name: "Date" });
const types = new Map([...specifiedScalarTypes, colour, day].map((type) => [type.name, type]));

function write(name: string, value: unknown): string | undefined {
  const type = types.get(name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return leafWriter(type)(value);
}

describe("leafWriter", () => {
  test.each([
    ["Int", 0, "0"],
    ["Int", 2_147_483_647, "2147483647"],
    ["Int", -2_147_483_648, "-2147483648"],
    ["Float", 1, "1"],
    ["Float", -0.25, "-0.25"],
    ["Float", 1e21, "1e+21"],
    ["Boolean", false, "false"],
    ["Boolean", true, "true"],
    ["String", "", '""'],
    ["String", 'a"b\\c\n\u2028', JSON.stringify('a"b\\c\n\u2028')],
    ["ID", "007", '"007"'],
    ["ID", 7, '"7"'],
    ["Colour", "RED", '"RED"'],
    // A department sends the name, whatever stands for it inside.
    ["Colour", "GREEN", '"GREEN"'],
    ["Date", "2025-01-01", '"2025-01-01"'],
  ])("writes %s %j as %s", (type, value, text) => {
    expect(write(type, value)).toBe(text);
  });

  test.each([
    ["Int", 2_147_483_648],
    ["Int", -2_147_483_649],
    ["Int", 0.5],
    ["Int", Number.NaN],
    ["Int", "1"],
    ["Int", true],
    ["Int", [1]],
    ["Float", Number.POSITIVE_INFINITY],
    ["Float", Number.NaN],
    ["Float", "1.5"],
    ["Boolean", "true"],
    ["Boolean", 1],
    ["String", 1],
    ["String", true],
    ["String", {}],
    ["String", ["a"]],
    ["ID", 1.5],
    ["ID", true],
    ["ID", {}],
    ["Colour", "BLUE"],
    ["Colour", "red"],
    ["Colour", 2],
    ["Colour", "constructor"],
    ["Colour", "__proto__"],
    ["Date", undefined],
    ["Date", () => "2025-01-01"],
  ])("takes no %s from %j", (type, value) => {
    expect(write(type, value)).toBeUndefined();
  });

  test("writes JSON of the type's kind, or nothing, whatever comes", () => {
    const kinds: Record<string, (value: unknown) => boolean> = {
      Int: Number.isInteger,
      Float: (value) => typeof value === "number",
      Boolean: (value) => typeof value === "boolean",
      String: (value) => typeof value === "string",
      ID: (value) => typeof value === "string",
      Colour: (value) => value === "RED" || value === "GREEN",
    };
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.keys(kinds)), (value, type) => {
        const text = write(type, value);
        if (text !== undefined) expect(kinds[type]?.(JSON.parse(text))).toBe(true);
      }),
      runs(300),
    );
  });
});
