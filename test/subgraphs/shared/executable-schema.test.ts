import {
  execute,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printType,
} from "graphql";
import { describe, expect, test } from "vitest";
import { subgraphs } from "../../support/subgraphs.ts";
import { buildExecutableSchema } from "../../../subgraphs/shared/executable-schema.ts";
import { guardSchema } from "../../../subgraphs/shared/guard.ts";
import { readRequirement } from "../../../subgraphs/shared/permissions.ts";
import { standardSubgraph } from "../../../subgraphs/shared/standard-subgraph.ts";
import { readText } from "../../repository/tree.ts";
import { boardViewer } from "../../support/notice-board.ts";

/** What the hub's router never asks for, and the federation's own scalars. */
const isOfFederation = ({ name }: GraphQLNamedType) => /^(?:_Service|link__|federation__|__)/.test(name);

const typesOf = (schema: GraphQLSchema) =>
  Object.values(lexicographicSortSchema(schema).getTypeMap()).filter((type) => !isOfFederation(type));

function written(schema: GraphQLSchema): string[] {
  const bare = (type: GraphQLNamedType) => (type.name === "_Any" ? type.name : printType(type));
  return typesOf(schema).map((type) =>
    bare(type)
      .replace(/ {2}_service: _Service!\n/, "")
      .replaceAll("\n\n", "\n"),
  );
}

const eachField = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !isOfFederation(type)
      ? Object.values(type.getFields()).map((field) => ({ type, field }))
      : [],
  );

/** Where a resolver stands, and what each place asks of a viewer. */
function checked(schema: GraphQLSchema): string[] {
  const hasReference = (type: GraphQLObjectType) => {
    const { apollo } = type.extensions as { apollo?: { subgraph?: { resolveReference?: unknown } } };
    return apollo?.subgraph?.resolveReference !== undefined;
  };
  return eachField(schema)
    .filter(({ field }) => field.name !== "_service")
    .map(({ type, field }) => {
      const asked = [type, field].map(({ astNode }) => readRequirement(astNode?.directives));
      const ways = [field.resolve, field.subscribe].map((way) => way !== undefined);
      return JSON.stringify([type.name, field.name, ...ways, hasReference(type), ...asked]);
    })
    .sort();
}

describe("a department in the hub's own process", () => {
  test.each(subgraphs.map((one) => [one.name, one] as const))("has the schema that runs alone: %s", (_name, one) => {
    const alone = standardSubgraph(one).schema;
    expect(written(one.schema)).toEqual(written(alone));
    expect(checked(one.schema)).toEqual(checked(alone));
    expect(checked(one.schema).filter((line) => line.includes("true")).length).toBeGreaterThan(0);
  });
});

const SDL = `
  type Query { thing(id: ID!): Thing @authenticated }
  type Thing @key(fields: "id") @key(fields: "code") { id: ID! @authenticated code: ID @authenticated }
  extend type Thing @requiresScopes(scopes: [["board:thing"]]) { size: Int @authenticated }
  extend type Elsewhere @key(fields: "id") { id: ID! @authenticated note: String @authenticated }
  interface Named @key(fields: "id") { id: ID! }
  type Person implements Named @key(fields: "id") { id: ID! @authenticated }
`;

const build = (sdl: string, resolvers = {}) =>
  buildExecutableSchema(parse(readText("subgraphs/shared/prelude.graphql") + sdl), resolvers);

describe("buildExecutableSchema", () => {
  const rows: Record<string, object | null> = {
    "1": Object.freeze({ id: "1", size: 3 }),
    "2": null,
    "4": { id: "4", size: 4, __typename: "Other" },
  };
  const schema = guardSchema(
    build(SDL, {
      Thing: {
        __resolveReference: ({ id }: { id: string }) => {
          if (id === "3") throw new Error("the third fails");
          return rows[id];
        },
      },
      Elsewhere: { note: ({ id }: { id: string }) => `of ${id}`, __resolveReference: (reference: object) => reference },
      Named: { __resolveReference: ({ id }: { id: string }) => ({ id }), __resolveType: () => "Person" },
      Person: { __resolveReference: (reference: object) => reference },
    }),
  );

  const entities = async (representations: object[], scopes: string[] = ["board:thing"]) => {
    const { data, errors = [] } = await execute({
      schema,
      document: parse(`query ($these: [_Any!]!) { _entities(representations: $these) {
        __typename ... on Thing { id size } ... on Elsewhere { note } ... on Person { id } } }`),
      variableValues: { these: representations },
      contextValue: { viewer: boardViewer(scopes, true) },
    });
    return { found: data?.["_entities"], errors: errors.map(({ path, message }) => [path?.join("."), message]) };
  };
  const thing = (id: string) => ({ __typename: "Thing", id });

  test("finds each entity by itself: one that fails or is missing takes no other with it", async () => {
    const { found, errors } = await entities([thing("1"), thing("2"), thing("3"), thing("4")]);
    expect(found).toEqual([
      { __typename: "Thing", id: "1", size: 3 },
      null,
      null,
      { __typename: "Thing", id: "4", size: 4 },
    ]);
    expect(errors).toEqual([["_entities.2", "the third fails"]]);
  });

  test("finds what is only extended here, and an entity by its interface", async () => {
    const { found } = await entities([
      { __typename: "Elsewhere", id: "7" },
      { __typename: "Named", id: "8" },
    ]);
    expect(found).toEqual([
      { __typename: "Elsewhere", note: "of 7" },
      { __typename: "Person", id: "8" },
    ]);
  });

  test("has no entity of another type", async () => {
    const { found, errors } = await entities([{ __typename: "Query" }, { __typename: "Nothing", id: "1" }]);
    expect(found).toEqual([null, null]);
    expect(errors).toHaveLength(2);
  });

  test("an extension's permission counts as its type's", async () => {
    const { found, errors } = await entities([thing("1")], []);
    expect(found).toEqual([null]);
    expect(errors).toHaveLength(1);
  });

  test.each([
    ["a type that there is not", "type Query { one: Onne }", 'Unknown type "Onne"'],
    ["a directive that there is not", "type Query { one: Int @kee }", 'Unknown directive "@kee"'],
    ["a key without fields", "type Query { one: Int } type One @key { id: ID }", 'argument "fields"'],
    ["a second definition", "type Query { one: Int } type Query { two: Int }", 'only one type named "Query"'],
    ["an extension of another kind", "type Query { one: Int } extend input Query { two: Int }", "Cannot extend"],
    ["a field twice", "type Query { one: Int } extend type Query { one: Int }", 'Field "Query.one"'],
  ])("refuses %s", (_what, sdl, fault) => {
    expect(() => build(sdl)).toThrow(fault);
  });
});
