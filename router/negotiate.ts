export type GraphQLMediaType = "application/graphql-response+json" | "application/json";

/** What the hub can answer in, the better one first (GraphQL over HTTP). */
export const accepts: readonly GraphQLMediaType[] = ["application/graphql-response+json", "application/json"];

/** Picks the media type of the answer; null when the client accepts none of ours. */
export function negotiate(accept: string | undefined): GraphQLMediaType | null {
  // Clients that say nothing are older than the specification and expect plain JSON.
  if (accept === undefined || accept.trim() === "") return "application/json";
  const ranges = accept.split(",").map((range) => {
    const [type = "", ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) };
  });
  const refused = new Set(ranges.filter((range) => !(range.quality > 0)).map((range) => range.type));
  const wanted = ranges.filter((range) => range.quality > 0).sort((a, b) => b.quality - a.quality);
  for (const { type } of wanted) {
    const named = accepts.find((candidate) => candidate === type);
    if (named !== undefined) return named;
    if (type === "*/*" || type === "application/*") return plainestOf(refused);
  }
  return null;
}

/** For a client that takes anything: plain JSON, unless that is the one thing it does not take. */
function plainestOf(refused: ReadonlySet<string>): GraphQLMediaType | null {
  return [...accepts].reverse().find((type) => !refused.has(type)) ?? null;
}
