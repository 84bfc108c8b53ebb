import { preferenceFor, readHeaderList } from "../../subgraphs/shared/header-list.ts";

export type GraphQLMediaType = "application/graphql-response+json" | "application/json";

/** What the hub can answer in, the better one first (GraphQL over HTTP). */
export const accepts: readonly GraphQLMediaType[] = ["application/graphql-response+json", "application/json"];

/** Picks the media type of the answer; null when the client accepts none of ours. */
export function negotiate(accept: string | undefined): GraphQLMediaType | null {
  // Clients that say nothing are older than the specification and expect plain JSON.
  if (accept === undefined || accept.trim() === "") return "application/json";
  const entries = readHeaderList(accept);
  const wanted = accepts
    .map((type) => ({ type, ...preferenceFor(type, entries) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.at - b.at || accepts.indexOf(b.type) - accepts.indexOf(a.type));
  return wanted[0]?.type ?? null;
}
