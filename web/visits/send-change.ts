import type { AnyVariables, Client, TypedDocumentNode } from "urql";
import { GRAPH_HEADERS } from "../graph/client.ts";
import { headerOf, type Purpose } from "../graph/purpose.ts";
import { type Reasons, type ReasonText, reasonText } from "../shown/reasons.ts";

/** Why the hub did not take a change, and the part of the input it is about; null where it is about none. */
export interface Reason {
  readonly text: ReasonText;
  readonly field: string | null;
}

/** What became of a change that was sent under a key. */
export type Sent =
  | { readonly kind: "done" }
  /** There is no answer: it may have arrived or not, and is sent again under the same key. */
  | { readonly kind: "not-sent" }
  /** The hub has read it, and will say the same again; without a reason where the change was refused as a whole. */
  | { readonly kind: "refused"; readonly reasons: readonly Reason[] };

interface KeyedChange<Data, Variables, Kind extends keyof Reasons> {
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  readonly purpose: Purpose;
  /** The enum of the reasons. */
  readonly kind: Kind;
  readonly payloadOf: (data: Data) => Payload<Kind> | null | undefined;
}

interface Payload<Kind extends keyof Reasons> {
  readonly errors: readonly { readonly code: Reasons[Kind]; readonly field?: string | null }[];
}

// What the next try may change: the hub was busy, a department or the record was down.
const PASSING = new Set(["SUBGRAPH_UNAVAILABLE", "RATE_LIMITED", "INTERNAL"]);

/** Sends a change that has a purpose and a key. */
export async function sendChange<Data, Variables extends AnyVariables, Kind extends keyof Reasons>(
  client: Client,
  { document, variables, purpose, kind, payloadOf }: KeyedChange<Data, Variables, Kind>,
): Promise<Sent> {
  const headers = { ...GRAPH_HEADERS, "x-purpose": headerOf(purpose) };
  const { data, error } = await client
    .mutation(document, variables, { fetchOptions: { headers, cache: "no-store" } })
    .toPromise();
  // Errors below a payload are about what of it is shown.
  const payload = data == null ? null : payloadOf(data);
  if (payload != null) {
    const reasons = payload.errors.map(({ code, field }) => ({ text: reasonText(kind, code), field: field ?? null }));
    return reasons.length === 0 ? { kind: "done" } : { kind: "refused", reasons };
  }
  const code = error?.graphQLErrors[0]?.extensions["code"];
  return typeof code === "string" && !PASSING.has(code) ? { kind: "refused", reasons: [] } : { kind: "not-sent" };
}
