import type { AnyVariables, Client, TypedDocumentNode } from "urql";
import type { Answer } from "./field-state.ts";
import { answerOf, type Failure, failureOf } from "./answer-of.ts";
import { GRAPH_HEADERS, type GraphFetch } from "./client.ts";
import { type EmergencyPurpose, headerOf, type Purpose } from "./purpose.ts";

/** What came of one look at people. */
export interface Looked<Data> {
  readonly data: Data | null;
  readonly answer: Answer;
  readonly failure: Failure | null;
  /** Under which number the look stands in the access record. */
  readonly recordNumber: string | null;
  readonly at: number;
  readonly purpose: Purpose | EmergencyPurpose | null;
  /** True while departments are still to answer. */
  readonly isPartial: boolean;
}

// While a department is late, the hub sends the answer as far as it has come (docs/adr/0047).
const IN_PARTS = "text/event-stream; parts=yes";

export interface LookRequest<Data, Variables extends AnyVariables> {
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  /** Null for what is about no person. */
  readonly purpose: Purpose | EmergencyPurpose | null;
}

/** Looks, and tells what has come each time more has. */
export function look<Data, Variables extends AnyVariables>(
  client: Client,
  graphFetch: GraphFetch,
  { document, variables, purpose }: LookRequest<Data, Variables>,
  tell: (looked: Looked<Data>) => void,
): void {
  let recordNumber: string | null = null;
  const fetch: GraphFetch = async (input, init) => {
    const response = await graphFetch(input, init);
    recordNumber = response.headers.get("x-access-record");
    return response;
  };
  const headers = purpose === null ? GRAPH_HEADERS : { accept: IN_PARTS, "x-purpose": headerOf(purpose) };
  const asking = client
    .query(document, variables, { fetch, fetchOptions: { headers, cache: "no-store" } })
    .subscribe((result) => {
      tell({
        data: result.data ?? null,
        answer: answerOf(result),
        failure: failureOf(result),
        recordNumber,
        at: Date.now(),
        purpose,
        isPartial: result.hasNext,
      });
      // Left open, it would answer the next look at the same person with what this one saw.
      if (!result.hasNext) queueMicrotask(() => asking.unsubscribe());
    });
}
