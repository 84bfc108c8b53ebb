import { createContext, type ReactNode, use, useEffect, useRef, useState } from "react";
import { type AnyVariables, useClient } from "urql";
import type { GraphFetch } from "./client.ts";
import { look, type Looked, type LookRequest } from "./look.ts";

const GraphFetchContext = createContext<GraphFetch | null>(null);

export function GraphFetchProvider({ graphFetch, children }: { graphFetch: GraphFetch; children: ReactNode }) {
  return <GraphFetchContext value={graphFetch}>{children}</GraphFetchContext>;
}

export interface Looking<Data> {
  /** Null while nothing has come. */
  readonly looked: Looked<Data> | null;
  readonly isAsking: boolean;
}

/**
 * Looks each time it is given another request object, and forgets what it saw before. A look is made once, also where
 * React runs effects twice: each is entered in the access record.
 */
export function useLook<Data, Variables extends AnyVariables>(
  request: LookRequest<Data, Variables> | null,
): Looking<Data> {
  const client = useClient();
  const graphFetch = use(GraphFetchContext);
  const [answered, setAnswered] = useState<{ request: object; looked: Looked<Data> } | null>(null);
  const begun = useRef<object | null>(null);
  useEffect(() => {
    if (request === null || graphFetch === null || begun.current === request) return;
    begun.current = request;
    look(client, graphFetch, request, (looked) => {
      // A user who asked for somebody else meanwhile is not shown this one.
      if (begun.current === request) setAnswered({ request, looked });
    });
  }, [client, graphFetch, request]);
  const looked = answered !== null && answered.request === request ? answered.looked : null;
  return { looked, isAsking: request !== null && (looked === null || looked.isPartial) };
}
