import type { Connection } from "../page.ts";
import type { Dated } from "./refreshed.ts";

/** A page of what a source said, each item with the date of it: items are shown one by one, away from their page. */
export function datedConnection<Node extends object>(
  { edges, pageInfo }: Connection<Node>,
  { asOf, isStale }: Dated,
): Connection<Node & Dated> & Dated {
  const dated = edges.map(({ cursor, node }) => ({ cursor, node: { ...node, asOf, isStale } }));
  return { edges: dated, pageInfo, asOf, isStale };
}
