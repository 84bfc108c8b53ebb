import { readFileSync } from "node:fs";
import {
  buildASTSchema,
  concatAST,
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
} from "graphql";
import { joinExtensions } from "./join-extensions.ts";
import { referenceExtension, type ReferenceResolver, resolveEntity } from "./resolve-entity.ts";

/** What gives a type's values, by the names of its fields; of a scalar, how it is read and written. */
export type ResolverMap = Readonly<Record<string, object>>;

const federation = parse(readFileSync(new URL("./federation.graphql", import.meta.url), "utf8"), { noLocation: true });

/**
 * Joins SDL and resolvers to the schema that runs in the hub's own process: as the standard library of subgraphs would,
 * without what the hub's router never asks for (`_service`), and without that library (docs/adr/0063).
 */
export function buildExecutableSchema(typeDefs: DocumentNode, resolvers: ResolverMap): GraphQLSchema {
  const own = joinExtensions(typeDefs);
  const schema = buildASTSchema(joinExtensions(concatAST([federation, own, entitiesOf(own)])));
  for (const [name, members] of Object.entries(resolvers)) attach(schema, name, members);
  attach(schema, "_Entity", { __resolveType: ({ __typename }: Reference) => __typename });
  attach(schema, "Query", {
    _entities: (_parent: unknown, { representations }: Given, context: unknown, info: GraphQLResolveInfo) =>
      representations.map((one) => resolveEntity(schema, one, context, info)),
  });
  return schema;
}

type Reference = { readonly __typename: string };
type Given = { readonly representations: readonly Reference[] };

/** The way to the types that have a key, when there are any. */
function entitiesOf({ definitions }: DocumentNode): DocumentNode {
  const names = definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some(({ name }) => name.value === "key") === true
      ? [node.name.value]
      : [],
  );
  if (names.length === 0) return { kind: Kind.DOCUMENT, definitions: [] };
  const entities = `
    union _Entity = ${names.join(" | ")}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
  `;
  return parse(entities, { noLocation: true });
}

function attach(schema: GraphQLSchema, name: string, members: object): void {
  const type = schema.getType(name);
  if (isScalarType(type)) {
    // A scalar is given as a type of graphql, which has more than these.
    const { serialize, parseValue, parseLiteral } = members as GraphQLScalarType;
    Object.assign(type, { serialize, parseValue, parseLiteral });
    return;
  }
  if (!isObjectType(type) && !isAbstractType(type)) return;
  for (const [member, given] of Object.entries<unknown>({ ...members })) {
    if (member === "__resolveReference") Object.assign(type.extensions, referenceExtension(given as ReferenceResolver));
    else if (member === "__resolveType" || member === "__isTypeOf") Object.assign(type, { [member.slice(2)]: given });
    else {
      const field = isObjectType(type) ? type.getFields()[member] : undefined;
      if (field !== undefined) Object.assign(field, typeof given === "function" ? { resolve: given } : given);
    }
  }
}
