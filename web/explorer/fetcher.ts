import type { GraphiQLProps } from "graphiql";
import { type DocumentNode, getOperationAST } from "graphql";
import { createClient } from "graphql-sse";
import type { GraphFetch } from "../graph/client.ts";

type Fetcher = GraphiQLProps["fetcher"];
type Asked = Parameters<Fetcher>[0];

export interface Asker {
  readonly fetcher: Fetcher;
  /** What `x-purpose` says from now on; null leaves it out. */
  setPurpose(header: string | null): void;
}

/** Asks the hub as any client would: with a token, and with the purpose that stands in the bar at that moment. */
export function createAsker(graphFetch: GraphFetch): Asker {
  let purpose: string | null = null;
  const headers = (): Record<string, string> => (purpose === null ? {} : { "x-purpose": purpose });
  const events = createClient({ url: "/graphql", headers, fetchFn: graphFetch, retryAttempts: 0 });
  return {
    fetcher(asked, options) {
      const { query, operationName } = asked;
      if (!isSubscription(options?.documentAST, operationName)) return ask(graphFetch, asked, headers());
      const variables = asked.variables as Record<string, unknown> | undefined;
      return events.iterate({ query, ...(variables && { variables }), ...(operationName && { operationName }) });
    },
    setPurpose(header) {
      purpose = header;
    },
  };
}

async function ask(graphFetch: GraphFetch, asked: Asked, headers: Record<string, string>): Promise<object> {
  const response = await graphFetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
    body: JSON.stringify(asked),
    cache: "no-store",
  });
  return (await response.json()) as object;
}

function isSubscription(document: DocumentNode | undefined, operationName: string | null | undefined): boolean {
  return document !== undefined && getOperationAST(document, operationName)?.operation === "subscription";
}
