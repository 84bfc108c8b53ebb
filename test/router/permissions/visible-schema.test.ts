import { buildSchema, type GraphQLSchema, parse, printSchema, validateSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { createSchemaViews } from "../../../router/permissions/visible-schema.ts";
import { readRules } from "../../../schema/rules.ts";

const DIRECTIVES = `
  directive @requiresScopes(scopes: [[String!]!]!) on OBJECT | FIELD_DEFINITION | INTERFACE | ENUM | SCALAR
  directive @policy(policies: [[String!]!]!) on OBJECT | FIELD_DEFINITION`;

const SDL = `
  interface Place { code: ID! owner: Owner }
  type Shop implements Place { code: ID! owner: Owner till: Till }
  type Depot implements Place @requiresScopes(scopes: [["depots"]]) { code: ID! owner: Owner stock(of: Goods): Int }
  type Owner @policy(policies: [["purpose"]]) { name: String }
  type Till @requiresScopes(scopes: [["money"]]) { balance(in: Money): Int }
  type Secret { text: String @requiresScopes(scopes: []) }
  union Found = Shop | Depot | Secret
  union Kept = Till | Secret
  enum Goods { COAL }
  input Money { currency: Currency }
  enum Currency { CNY }
  enum Rank @requiresScopes(scopes: [["ranks"]]) { FIRST }
  type Query { place: Place found: Found kept: Kept secret: Secret rank: Rank till: Till ping: Boolean }
  type Mutation { close(code: ID!): Till }`;

const schema = buildSchema(DIRECTIVES + SDL);
const viewFor = createSchemaViews(schema, readRules(parse(SDL), schema));
const view = (...scopes: string[]): GraphQLSchema => {
  const grants = new Set(["authenticated", ...scopes.map((scope) => `scope:${scope}`)]);
  return viewFor({ grants, fieldKey: [...grants].join(" ") });
};
const textOf = (one: GraphQLSchema) => printSchema(one).replaceAll(/\s+/g, " ");

describe("the schema a viewer is shown", () => {
  test("leaves out what leads to nothing, down to the root of a whole kind of operation", () => {
    const text = textOf(view());
    expect(text).toContain("type Query { found: Found ping: Boolean }");
    expect(text).toContain("union Found = Shop");
    expect(text).not.toMatch(/Mutation|Till|Money|Currency|Kept|Secret|Rank|Depot|Goods/);
  });

  // An interface's field needs what every implementer needs, and a type without fields is none.
  test("has an interface only for whoever may ask every implementer", () => {
    expect(textOf(view())).not.toContain("Place");
    const text = textOf(view("depots"));
    expect(text).toContain("interface Place { code: ID! owner: Owner }");
    expect(text).toContain("type Depot implements Place { code: ID! owner: Owner stock(of: Goods): Int }");
    expect(text).toContain("union Found = Shop | Depot");
  });

  test("follows arguments and input fields to their types", () => {
    const text = textOf(view("money", "ranks"));
    expect(text).toContain("type Till { balance(in: Money): Int }");
    expect(text).toContain("input Money { currency: Currency }");
    expect(text).toContain("union Kept = Till");
    expect(text).toContain("type Mutation { close(code: ID!): Till }");
    expect(text).toContain("rank: Rank");
  });

  test("opens an empty rule to nobody", () => {
    expect(textOf(view("money", "ranks", "depots", ""))).not.toContain("Secret");
  });

  test("hangs together for every set of scopes", () => {
    for (const money of [[], ["money"]]) {
      for (const depots of [[], ["depots"]]) {
        for (const ranks of [[], ["ranks"]]) expect(validateSchema(view(...money, ...depots, ...ranks))).toEqual([]);
      }
    }
  });

  test("is compiled once for a set of scopes, with a purpose or without", () => {
    const grants = new Set(["authenticated", "scope:money"]);
    const first = viewFor({ grants, fieldKey: "authenticated scope:money" });
    const withPurpose = new Set([...grants, "policy:purpose"]);
    expect(viewFor({ grants: withPurpose, fieldKey: "authenticated scope:money policy:purpose" })).toBe(first);
    expect(view("depots")).not.toBe(first);
  });
});
