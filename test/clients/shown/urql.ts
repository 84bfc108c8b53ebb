import { type AnyVariables, Client, fetchExchange, type OperationResult } from "urql";

const ACCEPT = "application/graphql-response+json, application/json";
const IN_PARTS = "text/event-stream; parts=yes";
const EVENTS = "text/event-stream";

export function createUrqlClient(url: string, hubFetch: typeof fetch): Client {
  return new Client({
    url,
    fetch: hubFetch,
    // Without a cache: what was seen of people is not kept, and each look is a request.
    exchanges: [fetchExchange],
    requestPolicy: "network-only",
    // Variables would stand in the address, and so in the log of every proxy.
    preferGetMethod: false,
    fetchSubscriptions: true,
    fetchOptions: { headers: { accept: ACCEPT } },
  });
}

export interface Look {
  readonly query: string;
  readonly variables: AnyVariables;
  readonly purpose: string;
  /** Called with the answer as far as it has come; `result.hasNext` says whether more comes. */
  readonly show: (result: OperationResult, accessRecord: string | null) => void;
}

export function look(client: Client, hubFetch: typeof fetch, { query, variables, purpose, show }: Look): void {
  let accessRecord: string | null = null;
  const fetch: typeof hubFetch = async (input, init) => {
    const response = await hubFetch(input, init);
    accessRecord = response.headers.get("x-access-record");
    return response;
  };
  const headers = { accept: IN_PARTS, "x-purpose": purpose };
  const looking = client.query(query, variables, { fetch, fetchOptions: { headers } }).subscribe((result) => {
    show(result, accessRecord);
    // Left open, it would answer the next look with what this one saw.
    if (!result.hasNext) setTimeout(() => looking.unsubscribe());
  });
}

export function follow(client: Client, subscription: string, show: (result: OperationResult) => void): () => void {
  const fetchOptions = { headers: { accept: EVENTS } };
  return client.subscription(subscription, {}, { fetchOptions }).subscribe(show).unsubscribe;
}
