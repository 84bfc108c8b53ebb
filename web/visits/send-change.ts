import type { AnyVariables, Client, TypedDocumentNode } from "urql";
import type { GridErrorCode } from "../generated/graphql.ts";
import { GRAPH_HEADERS } from "../graph/client.ts";
import { headerOf, type Purpose } from "../graph/purpose.ts";

/** What became of a change that was sent under a key. */
export type Sent =
  | { readonly kind: "done" }
  /** There is no answer: it may have arrived or not, and is sent again under the same key. */
  | { readonly kind: "not-sent" }
  /** The hub has read it, and will say the same again; without a code where the change was refused as a whole. */
  | { readonly kind: "refused"; readonly codes: readonly GridErrorCode[] };

interface Payload {
  readonly errors: readonly { readonly code: GridErrorCode }[];
}

// What the next try may change: the hub was busy, a department or the record was down.
const PASSING = new Set(["SUBGRAPH_UNAVAILABLE", "RATE_LIMITED", "INTERNAL"]);

/** Sends a change that has a purpose and a key. */
export async function sendChange<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  purpose: Purpose,
  payloadOf: (data: Data) => Payload | null | undefined,
): Promise<Sent> {
  const headers = { ...GRAPH_HEADERS, "x-purpose": headerOf(purpose) };
  const { data, error } = await client
    .mutation(document, variables, { fetchOptions: { headers, cache: "no-store" } })
    .toPromise();
  // Errors below a payload are about what of it is shown.
  const payload = data == null ? null : payloadOf(data);
  if (payload != null) {
    const codes = payload.errors.map(({ code }) => code);
    return codes.length === 0 ? { kind: "done" } : { kind: "refused", codes };
  }
  const code = error?.graphQLErrors[0]?.extensions["code"];
  return typeof code === "string" && !PASSING.has(code) ? { kind: "refused", codes: [] } : { kind: "not-sent" };
}
