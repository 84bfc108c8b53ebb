import type { Viewer } from "./viewer.ts";

/** One operation for one department, from the router or another caller that has been authenticated. */
export interface SubgraphCall {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
  /** Calls with the same key share one set of loaders: an object of its own for each request. */
  readonly requestKey: object;
  /** By which the logs of router and department are brought together. */
  readonly requestId?: string | undefined;
}

export interface SubgraphReply {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly SubgraphError[];
}

export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}
