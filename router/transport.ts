import { Pool } from "undici";
import type { RunningSubgraph, SubgraphReply } from "../subgraphs/shared/run-subgraph.ts";
import { callKeyOf, signCall, VIEWER_HEADER } from "../subgraphs/shared/signed-call.ts";
import type { Transport } from "./run.ts";

/** Calls a department in this process: no bytes are made, and the viewer is handed over as it is. */
export function inProcessTransport(running: RunningSubgraph): Transport {
  return { send: (call) => running.execute(call) };
}

export interface HttpTransportOptions {
  department: string;
  url: string;
  /** The hub's master key for signed calls; null for a subgraph that is not one of ours and would not check it. */
  callKey: string | null;
  timeoutMs: number;
}

const CONNECTIONS = 64;

/** Calls a department on another host, with the viewer signed for this one call. */
export function httpTransport(options: HttpTransportOptions): Transport & { close(): Promise<void> } {
  const { origin, pathname, search } = new URL(options.url);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    bodyTimeout: options.timeoutMs,
    headersTimeout: options.timeoutMs,
  });
  const key = options.callKey === null ? null : callKeyOf(options.callKey, options.department);
  return {
    async send({ operation, variables, viewer, requestId }) {
      const body = JSON.stringify({ query: operation, variables });
      const response = await pool.request({
        method: "POST",
        path: pathname + search,
        headers: {
          "content-type": "application/json",
          accept: "application/graphql-response+json, application/json",
          "x-request-id": requestId,
          ...(key === null ? {} : { [VIEWER_HEADER]: signCall(key, options.department, body, viewer) }),
        },
        body,
      });
      const reply: unknown = await response.body.json();
      if (typeof reply !== "object" || reply === null || !("data" in reply || "errors" in reply)) {
        throw new Error(`${options.department} did not answer in GraphQL (status ${response.statusCode})`);
      }
      if (response.statusCode === 401) throw new Error(`${options.department} refused the hub's signature`);
      return reply as SubgraphReply;
    },
    close: () => pool.close(),
  };
}
