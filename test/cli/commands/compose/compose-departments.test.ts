import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { composeDepartments } from "../../../../cli/commands/compose/compose-departments.ts";
import { subgraphs } from "../../../support/subgraphs.ts";
import { readText } from "../../../repository/tree.ts";

/** The departments, of which Population's SDL is written otherwise. */
function withRule(rule: string) {
  const original = readText("subgraphs/population/schema.graphql");
  const sdl = original.replace(/^type Resident\b/m, `type Emptied { id: ID ${rule} }\n\n$&`);
  expect(sdl).not.toBe(original);
  const typeDefs = parse(`${readText("subgraphs/shared/prelude.graphql")}\n${sdl}`);
  return subgraphs.map((one) => (one.name === "population" ? { name: one.name, typeDefs } : one));
}

describe("departments with a rule that asks for nothing", () => {
  test.each([
    "@requiresScopes(scopes: [])",
    "@requiresScopes(scopes: [[]])",
    '@requiresScopes(scopes: [["population:read"], []])',
    '@requiresScopes(scopes: [[" "]])',
    "@policy(policies: [])",
    "@policy(policies: [[]])",
  ])("are not composed: %s", (rule) => {
    expect(() => composeDepartments(withRule(rule))).toThrow(
      /^The departments are not composed:\nsubgraphs\/population\/schema\.graphql\S* {2}Emptied\.id: @(requiresScopes|policy) has an alternative that names nothing\..* \[empty-rule\]$/,
    );
  });

  test("name the line the rule stands in", () => {
    const line =
      readText("subgraphs/population/schema.graphql")
        .split("\n")
        .findIndex((one) => /^type Resident\b/.test(one)) + 1;
    const original = readText("subgraphs/population/schema.graphql");
    const typeDefs = parse(
      `${readText("subgraphs/shared/prelude.graphql")}\n${original.replace(/^type Resident\b/m, "type Resident @policy(policies: [])")}`,
    );
    const departments = subgraphs.map((one) => (one.name === "population" ? { name: one.name, typeDefs } : one));
    expect(() => composeDepartments(departments)).toThrow(
      `subgraphs/population/schema.graphql:${line}  Resident: @policy`,
    );
  });

  test("compose once every rule names something", () => {
    expect(composeDepartments(subgraphs).supergraph).toBe(readText("schema/supergraph.graphql"));
  });
});
