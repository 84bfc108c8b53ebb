import { buildASTSchema, getOperationAST, Kind, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { authorize } from "../../router/permissions/authorize.ts";
import { loadSupergraph } from "../../router/supergraph/load-supergraph.ts";
import { compose } from "../../schema/compose.ts";
import { readRules } from "../../schema/rules.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@requiresScopes", "@policy"])`;

// Composition asks for some rule on what is worked out from protected fields, and takes another, weaker one for it.
const { supergraph } = compose(
  Object.entries({
    registry: `type Query { person: Person }
      type Person @key(fields: "id") {
        id: ID!
        age: Int
        income: Int @requiresScopes(scopes: [["income"]])
        home: Home
      }
      type Home { rooms: Int @policy(policies: [["purpose"]]) street: String @requiresScopes(scopes: [["street"]]) }`,
    scores: `type Person @key(fields: "id") {
        id: ID!
        age: Int @external
        income: Int @external
        home: Home @external
        score: Int @requires(fields: "income") @requiresScopes(scopes: [["scores"], ["income"]])
        youth: Int @requires(fields: "age")
        crowding: Int @requires(fields: "home { rooms }") @policy(policies: [["purpose"], ["counting"]])
      }
      type Home { rooms: Int @external }`,
    offers: `type Person @key(fields: "id") { id: ID! score: Int @external offer: Int @requires(fields: "score") @requiresScopes(scopes: [["scores"], ["income"]]) }`,
  }).map(([name, sdl]) => ({ name, typeDefs: parse(LINK + sdl) })),
);
const { schema, rules } = loadSupergraph(supergraph);

function refusedOf(fields: string, ...grants: string[]): readonly string[] {
  const operation = getOperationAST(parse(`{ person { ${fields} } }`));
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("no operation");
  return authorize(operation, schema, rules, new Set(grants)).refused;
}

describe("a field that is worked out from others", () => {
  test.each([
    ["score", "scope:income"],
    ["offer", "scope:income"],
    ["crowding", "policy:purpose"],
  ])("%s needs what they need: %s", (field, grant) => {
    expect(refusedOf(field)).toEqual([`Person.${field}`]);
    expect(refusedOf(`a: ${field}`, "scope:scores", "policy:counting")).toEqual([`Person.${field}`]);
    expect(refusedOf(field, grant)).toEqual([]);
  });

  test("needs what each needs of two that are worked out from each other, whichever is asked first", () => {
    const document = parse(`type Query { person: Person } type Person {
      here: Int @join__field(graph: ONE, requires: "there") @requiresScopes(scopes: [["secret"]])
      there: Int @join__field(graph: TWO, requires: "here") @requiresScopes(scopes: [["any"]]) }`);
    const loaded = readRules(document, buildASTSchema(document, { assumeValidSDL: true }));
    const needs = (field: string) => JSON.stringify(loaded.requirementOf("Person", field));
    expect(needs("here")).toContain("secret");
    expect(needs("there")).toContain("secret");
  });

  test("is open where they are open", () => {
    expect(refusedOf("youth age")).toEqual([]);
  });
});
