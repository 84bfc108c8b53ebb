import { createClient } from "graphql-sse";
import type { GraphFetch } from "../graph/client.ts";

export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface Asker {
  /** The answer; of a subscription one for each event, until the signal ends it. */
  ask(asked: Asked, isSubscription: boolean, signal: AbortSignal): AsyncIterable<object>;
  /** What `x-purpose` says from now on; null leaves it out. */
  setPurpose(header: string | null): void;
}

/** Asks the hub as any client would: with a token, and with the purpose that stands in the bar at that moment. */
export function createAsker(graphFetch: GraphFetch): Asker {
  let purpose: string | null = null;
  const headers = (): Record<string, string> => (purpose === null ? {} : { "x-purpose": purpose });
  const events = createClient({ url: "/graphql", headers, fetchFn: graphFetch, retryAttempts: 0 });

  async function* once(asked: Asked, signal: AbortSignal): AsyncIterable<object> {
    const response = await graphFetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers() },
      body: JSON.stringify(asked),
      cache: "no-store",
      signal,
    });
    yield (await response.json()) as object;
  }

  async function* each(asked: Asked, signal: AbortSignal): AsyncIterable<object> {
    const answers = events.iterate(asked);
    signal.addEventListener("abort", () => {
      answers.return?.().catch(() => undefined);
    });
    yield* answers;
  }

  return {
    ask: (asked, isSubscription, signal) => (isSubscription ? each(asked, signal) : once(asked, signal)),
    setPurpose(header) {
      purpose = header;
    },
  };
}
