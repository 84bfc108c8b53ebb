import { createClient } from "graphql-sse";
import { errors, Pool } from "undici";
import {
  callKeyOf,
  CALLS_HEADER,
  signCall,
  signCalls,
  VIEWER_HEADER,
  writeCalls,
} from "../../subgraphs/shared/signed-call.ts";
import type { HeardEvent } from "../../subgraphs/shared/hear.ts";
import { type Heard, heardWords } from "../../subgraphs/shared/hearing.ts";
import { EVENT_HEADER, signEvent } from "../../subgraphs/shared/signed-event.ts";
import type { SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import { LoggableError } from "../telemetry/logged-error.ts";
import { isFields } from "./fields.ts";
import { type CallSender, groupCalls } from "./grouped-calls.ts";
import { post, postForText } from "./post.ts";
import { withProvenWords } from "./proven-words.ts";
import { parseReply, readReply } from "./read-reply.ts";
import { TransientFailure } from "./resilience.ts";
import type { DepartmentCall, Transport } from "./transport.ts";

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
  const path = pathname + search;
  const read = (reply: unknown, operation: string) => withProvenWords(readReply(reply, operation), key);
  const one = async ({ operation, variables, viewer, requestId, traceparent }: DepartmentCall) => {
    const body = JSON.stringify({ query: operation, variables });
    const headers: Record<string, string> = { ...HEADERS, "x-request-id": requestId };
    if (key !== null) headers[VIEWER_HEADER] = signCall(key, options.department, body, viewer);
    if (traceparent !== undefined) headers["traceparent"] = traceparent;
    const { status, text } = await postForText(pool, { path, headers, body, timeoutMs }).catch(asFailure);
    checkStatus(status);
    return read(parseReply(text, status), operation);
  };
  const several = async (key: string, calls: readonly DepartmentCall[], onBytes: (chunk: Buffer) => void) => {
    const body = writeCalls(calls);
    const headers = { ...HEADERS, [CALLS_HEADER]: signCalls(key, options.department, body) };
    const onReplies = (chunk: Buffer, status: number) => {
      if (status === 200) onBytes(chunk);
    };
    checkStatus(await post(pool, { path, headers, body, timeoutMs, onBytes: onReplies }).catch(asFailure));
  };
  const deliver = async (masterKey: string, event: HeardEvent): Promise<Heard> => {
    const body = JSON.stringify(event);
    const headers = { ...HEADERS, [EVENT_HEADER]: signEvent(masterKey, options.department, body) };
    const { status, text } = await postForText(pool, { path, headers, body, timeoutMs }).catch(asFailure);
    checkStatus(status);
    return readHeard(parseReply(text, status));
  };
  const { callKey } = options;
  return {
    ...(callKey === null ? {} : { deliver: (event) => deliver(callKey, event) }),
    send: key === null ? one : groupCalls({ one, read, several: (calls, onBytes) => several(key, calls, onBytes) }),
    subscribe: (call, signal) =>
      subscribeOverHttp({ url: options.url, read }, call, signal, (body) =>
        key === null ? {} : { [VIEWER_HEADER]: signCall(key, options.department, body, call.viewer) },
      ),
    close: () => pool.destroy(),
  };
}

/** Follows a department's events in the distinct connections mode of the GraphQL over SSE protocol. */
async function* subscribeOverHttp(
  { url, read }: { url: string; read: CallSender["read"] },
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
    for await (const event of events) yield read(event, operation);
  } finally {
    signal.removeEventListener("abort", dispose);
    dispose();
  }
}

const HEADERS = {
  "content-type": "application/json",
  accept: "application/graphql-response+json, application/json",
};

function checkStatus(status: number): void {
  if (status >= 500) throw new TransientFailure(`status ${status}`);
  if (status === 401) throw new LoggableError("the department refused the hub's signature");
}

function readHeard(reply: unknown): Heard {
  const heard = isFields(reply) ? heardWords.find((word) => word === reply["heard"]) : undefined;
  if (heard === undefined) throw new LoggableError("not an answer to an event");
  return heard;
}

function asFailure(error: unknown): never {
  throw isConnectionFailure(error) ? new TransientFailure("the connection failed") : error;
}

const CONNECTION_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT"]);

function isConnectionFailure(error: unknown): boolean {
  if (error instanceof errors.SocketError) return true;
  return error instanceof Error && "code" in error && CONNECTION_CODES.has(String(error.code));
}
