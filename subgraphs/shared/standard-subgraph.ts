import { buildSubgraphSchema } from "@apollo/subgraph";
import type { Subgraph } from "./define-subgraph.ts";
import { guardCursors } from "./guard-cursors.ts";
import { guardSchema } from "./guard.ts";
import { tellFailures } from "./tell-failures.ts";

/**
 * The department as the standard library of subgraphs makes it, with `_service`: for one that runs alone, where any
 * router may stand in front. Resolvers and checks are the same. The library brings a part under a licence that is not free,
 * so nothing but `hub serve <department>` may load this file (docs/adr/0063).
 */
export function standardSubgraph(subgraph: Subgraph): Subgraph {
  const { typeDefs, resolvers } = subgraph;
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }] as Parameters<typeof buildSubgraphSchema>[0]);
  return { ...subgraph, schema: guardSchema(guardCursors(tellFailures(schema))) };
}
