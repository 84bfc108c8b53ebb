import { type Client, createClient, fetchExchange } from "urql";
import type { Session } from "../session/session.ts";
import { publishedOperations } from "./published-operations.ts";

export type GraphFetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/** What every request to the hub asks for. */
export const GRAPH_HEADERS = { accept: "application/graphql-response+json" };

/**
 * The way to the hub. Nothing is cached: every look at a person is one that was made now, and is in the access record.
 */
export function createGraphClient(graphFetch: GraphFetch): Client {
  return createClient({
    url: "/graphql",
    exchanges: [publishedOperations(), fetchExchange],
    requestPolicy: "network-only",
    preferGetMethod: false,
    fetch: graphFetch,
    fetchOptions: { headers: GRAPH_HEADERS, cache: "no-store" },
  });
}

/** Adds the token; one that was refused, because rights were changed meanwhile, is exchanged once. */
export function createGraphFetch(session: Session): GraphFetch {
  return async (input, init) => {
    const send = async (isRefused: boolean): Promise<Response> => {
      const token = await session.token(isRefused);
      const headers = new Headers(init?.headers);
      if (token !== null) headers.set("authorization", `Bearer ${token}`);
      return fetch(input, { ...init, headers });
    };
    const response = await send(false);
    return response.status === 401 && session.state().kind === "signed-in" ? send(true) : response;
  };
}
