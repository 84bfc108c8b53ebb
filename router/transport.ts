import { createClient } from "graphql-sse";
import { errors, Pool } from "undici";
import type { RunningSubgraph } from "../subgraphs/shared/run-subgraph.ts";
import type { SubgraphError, SubgraphReply } from "../subgraphs/shared/subgraph-call.ts";
import { callKeyOf, signCall, VIEWER_HEADER } from "../subgraphs/shared/signed-call.ts";
import { type Asked, askedBy, askedPath, keepAsked } from "./asked-fields.ts";
import { LoggableError } from "./logged-error.ts";
import { isFields } from "./merge.ts";
import { post } from "./post.ts";
import { TransientFailure } from "./resilience.ts";
import type { DepartmentCall, Transport } from "./run.ts";

/** Calls a department in this process: no bytes are made, and the viewer is handed over as it is. */
export function inProcessTransport(running: RunningSubgraph): Transport {
  return {
    send: (call) => running.execute(call),
    subscribe: (call, signal) => running.subscribe(call, signal),
  };
}

export interface HttpTransportOptions {
  department: string;
  url: string;
  /** The hub's master key for signed calls; null for a subgraph that is not one of ours and would not check it. */
  callKey: string | null;
  /** From the first byte sent to the last byte received. */
  timeoutMs: number;
}

const CONNECTIONS = 64;
/** A page of the largest lists is far below this; what is above is a fault or an attack. */
const LARGEST_REPLY_BYTES = 8 * 1024 * 1024;

/** Calls a department on another host, with the viewer signed for this one call. */
export function httpTransport(options: HttpTransportOptions): Transport & { close(): Promise<void> } {
  const { origin, pathname, search } = new URL(options.url);
  const { timeoutMs } = options;
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: timeoutMs },
    bodyTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    maxResponseSize: LARGEST_REPLY_BYTES,
  });
  const key = options.callKey === null ? null : callKeyOf(options.callKey, options.department);
  return {
    async send({ operation, variables, viewer, requestId, traceparent }) {
      const body = JSON.stringify({ query: operation, variables });
      const headers: Record<string, string> = {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
        "x-request-id": requestId,
      };
      if (key !== null) headers[VIEWER_HEADER] = signCall(key, options.department, body, viewer);
      if (traceparent !== undefined) headers["traceparent"] = traceparent;
      try {
        const { status, text } = await post(pool, pathname + search, headers, body, timeoutMs);
        if (status >= 500) throw new TransientFailure(`status ${status}`);
        if (status === 401) throw new LoggableError("the department refused the hub's signature");
        return readReply(parseReply(text, status), operation);
      } catch (error) {
        throw isConnectionFailure(error) ? new TransientFailure("the connection failed") : error;
      }
    },
    subscribe: (call, signal) =>
      subscribeOverHttp(options.url, call, signal, (body) =>
        key === null ? {} : { [VIEWER_HEADER]: signCall(key, options.department, body, call.viewer) },
      ),
    close: () => pool.destroy(),
  };
}

/** Follows a department's events in the distinct connections mode of the GraphQL over SSE protocol. */
async function* subscribeOverHttp(
  url: string,
  { operation, variables, requestId }: DepartmentCall,
  signal: AbortSignal,
  signed: (body: string) => Record<string, string>,
): AsyncGenerator<SubgraphReply> {
  const client = createClient({
    url,
    retryAttempts: 0,
    headers: { "x-request-id": requestId },
    fetchFn: (
      address: string,
      init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
    ) => fetch(address, { ...init, headers: { ...init.headers, ...signed(init.body) } }),
  });
  const dispose = () => client.dispose();
  signal.addEventListener("abort", dispose, { once: true });
  try {
    const events = client.iterate({ query: operation, variables: { ...variables } });
    for await (const event of events) yield readReply(event, operation);
  } finally {
    signal.removeEventListener("abort", dispose);
    dispose();
  }
}

function parseReply(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats a piece of the text, which may be personal and would end in the log.
    throw new LoggableError(`not an answer in JSON (status ${status})`);
  }
}

/** Takes nothing of a reply on trust: its form is checked, and only what was asked for is kept. */
function readReply(reply: unknown, operation: string): SubgraphReply {
  if (!isFields(reply) || !("data" in reply || "errors" in reply)) throw new LoggableError("not an answer in GraphQL");
  const { data, errors = [] } = reply;
  if (!Array.isArray(errors)) throw new LoggableError("errors is not a list");
  const asked = askedBy(operation);
  if (isFields(data)) keepAsked(data, asked);
  const read: SubgraphReply = { data: isFields(data) ? data : null };
  return errors.length === 0 ? read : { ...read, errors: errors.map((error) => readError(error, asked)) };
}

function readError(error: unknown, asked: Asked): SubgraphError {
  const { message, path, extensions } = isFields(error) ? error : {};
  const kept = Array.isArray(path) ? askedPath(path, asked) : [];
  return {
    message: typeof message === "string" ? message : "",
    path: kept.length === 0 ? undefined : kept,
    extensions: isFields(extensions) ? extensions : undefined,
  };
}

const CONNECTION_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT"]);

function isConnectionFailure(error: unknown): boolean {
  if (error instanceof errors.SocketError) return true;
  return error instanceof Error && "code" in error && CONNECTION_CODES.has(String(error.code));
}
