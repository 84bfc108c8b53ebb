import type { AnyVariables, Client, TypedDocumentNode } from "urql";
import { GRAPH_HEADERS } from "../graph/client.ts";
import { headerOf, type Purpose } from "../graph/purpose.ts";

/** What became of a change that was sent under a key. */
export type Sent<Data> =
  | { readonly kind: "done"; readonly data: Data }
  /** There is no answer: it may have arrived or not, and is sent again under the same key. */
  | { readonly kind: "not-sent" }
  /** The hub has read it, and will say the same again. */
  | { readonly kind: "refused"; readonly code: string };

// What the next try may change: the hub was busy, a department or the record was down.
const PASSING = new Set(["SUBGRAPH_UNAVAILABLE", "RATE_LIMITED", "INTERNAL"]);

/** Sends a change that has a purpose and a key. */
export async function sendChange<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  purpose: Purpose,
): Promise<Sent<Data>> {
  const headers = { ...GRAPH_HEADERS, "x-purpose": headerOf(purpose) };
  const { data, error } = await client
    .mutation(document, variables, { fetchOptions: { headers, cache: "no-store" } })
    .toPromise();
  if (error === undefined) return data == null ? { kind: "not-sent" } : { kind: "done", data };
  const [fault] = error.graphQLErrors;
  if (fault === undefined) return { kind: "not-sent" };
  const code = fault.extensions["code"];
  // Errors below a payload are about what of it is shown; the change was made.
  if (data != null && Object.values(data).every((payload) => payload != null)) return { kind: "done", data };
  return typeof code === "string" && !PASSING.has(code) ? { kind: "refused", code } : { kind: "not-sent" };
}

/** Without what the change was about in the answer, there is no such thing any more, or none in the viewer's sight. */
export function orGone<Data>(sent: Sent<Data>, made: (data: Data) => unknown): Sent<Data> {
  return sent.kind === "done" && made(sent.data) == null ? { kind: "refused", code: "NOT_FOUND" } : sent;
}
