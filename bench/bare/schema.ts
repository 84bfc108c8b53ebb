import { buildASTSchema, type GraphQLFieldResolver, type GraphQLSchema, isObjectType, parse } from "graphql";
import type { BareSubgraph } from "./graph.ts";

type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Reference = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** A subgraph's schema with what routers ask it: on graphql-js alone, which is in the process once. */
export function schemaOf({ sdl, resolvers }: BareSubgraph): GraphQLSchema {
  const entities = Object.keys(resolvers).filter((type) => resolvers[type]?.["__resolveReference"] !== undefined);
  const root = `${/\btype Query\b/.test(sdl) ? "extend " : ""}type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
  const text = `${sdl}\nscalar _Any\nunion _Entity = ${entities.join(" | ")}\n${root}`;
  // Directives of federation say nothing to a subgraph itself.
  const schema = buildASTSchema(parse(text), { assumeValidSDL: true });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = resolvers[type.name]?.[field.name];
      if (resolve !== undefined) field.resolve = resolve as unknown as Resolve;
    }
  }
  const found = schema.getQueryType()?.getFields()["_entities"];
  if (found !== undefined)
    found.resolve = ((_parent, { representations }: { representations: Reference[] }) =>
      representations.map((reference) => entityOf(resolvers, reference))) as Resolve;
  return schema;
}

function entityOf(resolvers: BareSubgraph["resolvers"], reference: Reference): object {
  const entity = resolvers[reference.__typename]?.["__resolveReference"]?.(reference as never, {} as never);
  return { ...(entity as object), __typename: reference.__typename };
}
