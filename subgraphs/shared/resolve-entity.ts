import {
  defaultTypeResolver,
  GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from "graphql";

/** Finds an entity by a representation, in the form that the standard library of subgraphs calls. */
export type ReferenceResolver = (reference: unknown, context: unknown, info: GraphQLResolveInfo) => unknown;

/** Where a type keeps how it is found: the standard library's place, so that the guard knows one only. */
export function referenceExtension(resolveReference: ReferenceResolver) {
  return { apollo: { subgraph: { resolveReference } } };
}

/** Finds one entity of a list. Async, so that one that fails does not take the list with it. */
export async function resolveEntity(
  schema: GraphQLSchema,
  reference: { readonly __typename: string },
  context: unknown,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const type = schema.getType(reference.__typename);
  if (!isObjectType(type) && !isInterfaceType(type)) throw new GraphQLError("No entity of this type is here.");
  const { apollo } = type.extensions as Partial<ReturnType<typeof referenceExtension>>;
  const value = apollo === undefined ? reference : await apollo.subgraph.resolveReference(reference, context, info);
  if (typeof value !== "object" || value === null) return value;
  return typed(value, isInterfaceType(type) ? await runtimeType(type, value, schema, context, info) : type);
}

async function runtimeType(
  type: GraphQLInterfaceType,
  value: object,
  schema: GraphQLSchema,
  context: unknown,
  info: GraphQLResolveInfo,
): Promise<GraphQLObjectType> {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const found = schema.getType((await resolveType(value, context, info, type)) ?? "");
  if (!isObjectType(found)) throw new GraphQLError(`${type.name}.__resolveType names no object type.`);
  return found;
}

/** A row of a loader stays the row it is: its type is beside what anybody would copy or print. */
function typed(value: object, { name }: GraphQLObjectType): object {
  if ("__typename" in value) return value.__typename === name ? value : { ...value, __typename: name };
  if (!Object.isExtensible(value)) return { ...value, __typename: name };
  return Object.defineProperty(value, "__typename", { value: name });
}
