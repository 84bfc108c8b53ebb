import { buildSubgraphSchema } from "@apollo/subgraph";
import { type DocumentNode, type GraphQLSchema, parse } from "graphql";

/** A small department of the tests: it has no tables and no permissions, only what federation needs. */
export interface FixtureSubgraph {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly resolvers: FixtureResolvers;
  readonly schema: GraphQLSchema;
}

/** Field resolvers by type, plus `__resolveReference` and `__resolveType`, as @apollo/subgraph takes them. */
export type FixtureResolvers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const LINK = `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [
        "@key" "@external" "@requires" "@provides" "@shareable" "@inaccessible" "@override" "@interfaceObject"
      ]
    )
`;

export function subgraph(name: string, sdl: string, resolvers: FixtureResolvers = {}): FixtureSubgraph {
  const typeDefs = parse(LINK + sdl);
  const parts = [{ typeDefs, resolvers }] as Parameters<typeof buildSubgraphSchema>[0];
  return { name, typeDefs, resolvers, schema: buildSubgraphSchema(parts) };
}
