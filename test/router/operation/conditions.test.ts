import fc from "fast-check";
import { Kind, type OperationDefinitionNode, parse, print, stripIgnoredCharacters, visit } from "graphql";
import { describe, expect, test } from "vitest";
import { conditionVariables, settleConditions } from "../../../router/operation/conditions.ts";
import { defaultLimits } from "../../../router/operation/limits.ts";
import { readOperation } from "../../../router/operation/read-operation.ts";
import { expectFromHub, fullSchema } from "../../support/expected-answer.ts";
import { operations } from "../../support/generated-operation.ts";
import { residentRoot } from "../../support/people-roots.ts";
import { PATIENCE_MS, runs } from "../../support/runs.ts";
import { allDepartments, allScopes, readSdlRules } from "../../support/sdl-rules.ts";

function definitionOf(text: string): OperationDefinitionNode {
  const [definition] = parse(text).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("no operation");
  return definition;
}

/** Prints `filler` where nothing is left: GraphQL has no text for a selection of nothing. */
function printed(definition: OperationDefinitionNode, filler: string): string {
  const [{ selectionSet }] = [definitionOf(`{ ${filler} }`)];
  const filled = visit(definition, {
    SelectionSet: (set) => (set.selections.length === 0 ? { ...set, selections: selectionSet.selections } : undefined),
  });
  return print(filled);
}

const settled = (text: string, variables: Record<string, unknown>): string =>
  stripIgnoredCharacters(printed(settleConditions(definitionOf(text), variables), "nothing")).replace(
    /^query(\([^)]*\))?/,
    "",
  );

describe("settleConditions", () => {
  const ON = { v: true, w: true };
  const OFF = { v: false, w: false };
  test.each([
    ["{ a @include(if: true) b @include(if: false) }", ON, "{a}"],
    ["{ a @skip(if: true) b @skip(if: false) }", ON, "{b}"],
    ["query ($v: Boolean!) { a @include(if: $v) b @skip(if: $v) }", ON, "{a}"],
    ["query ($v: Boolean!) { a @include(if: $v) b @skip(if: $v) }", OFF, "{b}"],
    // Both have to let it through.
    ["query ($v: Boolean!, $w: Boolean!) { a @include(if: $v) @skip(if: $w) b }", ON, "{b}"],
    ["query ($v: Boolean!, $w: Boolean!) { a @skip(if: $v) @include(if: $w) b }", { v: false, w: true }, "{a b}"],
    ["query ($v: Boolean!, $w: Boolean!) { a @skip(if: $v) @include(if: $w) b }", OFF, "{b}"],
    ["query ($v: Boolean!) { x { a @include(if: $v) } }", OFF, "{x{nothing}}"],
    ["query ($v: Boolean!) { x @skip(if: $v) { a } b }", ON, "{b}"],
    ["query ($v: Boolean!) { ... on Query @include(if: $v) { a } b }", OFF, "{b}"],
    ["query ($v: Boolean!) { ... { a @include(if: $v) } b }", OFF, "{b}"],
    ["query ($v: Boolean!) { ... { ... { a @skip(if: $v) } } }", ON, "{nothing}"],
    ["query ($v: Boolean!) { a @include(if: $v) a @skip(if: $v) }", ON, "{a}"],
    // Left out, which validation allows only with a default: counts as not set.
    ["query ($v: Boolean = true) { a @include(if: $v) b @skip(if: $v) }", {}, "{b}"],
  ])("makes of %s with %j %s", (text, variables, expected) => {
    expect(settled(text, variables)).toBe(expected);
  });

  test(
    "leaves no condition behind, and changes no answer",
    async () => {
      const rules = readSdlRules(allDepartments);
      const space = { roots: [residentRoot, { text: "residents", type: "ResidentConnection" }], allows: rules.defines };
      const viewer = { scopes: allScopes, hasPurpose: true, areas: ["32"], residentId: null, accountId: "501" };
      const property = fc.asyncProperty(operations(space), async ({ query, variables }) => {
        const { definition } = readOperation(fullSchema, query, null, { ...defaultLimits, cost: Infinity });
        const after = printed(settleConditions(definition, variables), "__typename @skip(if: true)");
        expect(after.replaceAll("__typename @skip(if: true)", "")).not.toMatch(/@(skip|include)/);
        const expected = await expectFromHub({ query, variables }, viewer, rules);
        const actual = await expectFromHub({ query: after, variables }, viewer, rules);
        expect(actual.data).toEqual(expected.data);
      });
      await fc.assert(property, runs(100));
    },
    PATIENCE_MS,
  );
});

describe("conditionVariables", () => {
  test.each([
    ["{ a @include(if: true) }", []],
    ["query ($v: Boolean!) { a(x: $v) }", []],
    ["query ($v: Boolean!) { a @include(if: $v) b @skip(if: $v) }", ["v"]],
    ["query ($v: Boolean!, $w: Boolean!) { ... @skip(if: $w) { x { a @include(if: $v) } } }", ["w", "v"]],
    ["query ($v: Boolean!) { a @other(if: $v) }", []],
  ])("of %s are %j", (text, names) => {
    expect([...conditionVariables(definitionOf(text).selectionSet)].sort()).toEqual([...names].sort());
  });
});
