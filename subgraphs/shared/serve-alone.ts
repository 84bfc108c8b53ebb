import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { z } from "zod";
import { GraphQLError } from "graphql";
import type { Subgraph } from "./define-subgraph.ts";
import { type ErrorCode, HubError, messageOf } from "./errors.ts";
import { goneSignal, readStreamWish, sendEvents } from "./event-stream.ts";
import { type OnFault, reportFaults } from "./faults.ts";
import { formatError, type ProveWords } from "./format-error.ts";
import type { HeardEvent } from "./hear.ts";
import { BodyTooLarge, readBody } from "./read-body.ts";
import { READY_PATH, readinessReply, type ReadinessReply } from "./readiness.ts";
import { readRequestId } from "./request-id.ts";
import type { RunningSubgraph } from "./run-subgraph.ts";
import { serveCalls } from "./serve-calls.ts";
import type { VouchedCall } from "./signed-call.ts";
import type { SubgraphReply } from "./subgraph-call.ts";
import type { Viewer } from "./viewer.ts";

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

/** Whom a department believes. Each throws UNAUTHENTICATED for anybody else. */
export interface Trust {
  /** Who asks, from the request's headers and raw body. */
  viewerOf(request: IncomingMessage, body: string): Promise<Viewer> | Viewer;
  /** The calls a router vouches for in one body; null when it is a plain request. */
  callsOf?(request: IncomingMessage, body: string): readonly VouchedCall[] | null;
  /** An event that another department vouches for; null when it is none. */
  eventOf?(request: IncomingMessage, body: string): HeardEvent | null;
  /** Vouches for the department's own sentences; left out where callers are not the router. */
  readonly proveWords?: ProveWords | undefined;
}

/** What log, readiness and drain of the process learn while a department is served. */
export interface ServeObservers {
  readonly onFault?: OnFault;
  /** Called for every request, before anything of it is read. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Whether requests may be sent here; left out, they always may. */
  readonly ready?: () => ReadinessReply;
}

/**
 * Serves one department on its own with Apollo Server. Every call is authenticated before it is parsed. Calls that a
 * router sends together go past Apollo Server, to the same schema, resolvers and checks (docs/adr/0026).
 */
export async function serveAlone(
  subgraph: Subgraph,
  running: RunningSubgraph,
  trust: Trust,
  { onFault = () => undefined, onRequest, ready = () => readinessReply(false, []) }: ServeObservers = {},
): Promise<Server> {
  const apollo = new ApolloServer<object>({
    schema: subgraph.schema,
    introspection: true,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Traces would tell the caller how long each field took, and with it which rows are there.
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      faultReporter(subgraph.name, onFault),
    ],
    formatError: (formatted, error) => formatError(formatted, error, trust.proveWords),
  });
  await apollo.start();
  return createServer((request, response) => {
    onRequest?.(request, response);
    answer({ apollo, running, trust, onFault, ready }, request, response).catch((error: unknown) => {
      // A caller that goes away in the middle breaks only its own call.
      const hasLeft = request.errored !== null;
      if (!hasLeft) reportFaults([error], callOf(running, request), onFault);
      if (hasLeft || response.headersSent) response.destroy();
      else sendError(response, 500, "INTERNAL");
    });
  });
}

/** Apollo Server calls it only when there are errors, so answers without any pay nothing for it. */
function faultReporter(department: string, onFault: OnFault): ApolloServerPlugin<object> {
  return {
    contextCreationDidFail: async ({ error }) => reportFaults([error], { department, requestId: undefined }, onFault),
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, request }) => {
        // What has no path never ran: the caller's operation was wrong.
        const failed = errors.filter((error) => error.path !== undefined);
        const requestId = readRequestId(request.http?.headers.get("x-request-id"));
        reportFaults(failed, { department, requestId }, onFault);
      },
    }),
  };
}

function callOf({ name }: RunningSubgraph, { headers }: IncomingMessage) {
  return { department: name, requestId: readRequestId(headers["x-request-id"]) };
}

interface Served {
  readonly apollo: ApolloServer<object>;
  readonly running: RunningSubgraph;
  readonly trust: Trust;
  readonly onFault: OnFault;
  readonly ready: () => ReadinessReply;
}

async function answer(
  { apollo, running, trust, onFault, ready }: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path] = (request.url ?? "/").split("?", 1);
  if (path === "/health/live") {
    sendJson(response, 200, { status: "live" });
    return;
  }
  if (path === READY_PATH) {
    const { status, body } = ready();
    sendJson(response, status, body);
    return;
  }
  try {
    const body = await readBody(request, LARGEST_BODY_BYTES);
    const event = trust.eventOf?.(request, body) ?? null;
    if (event !== null) return sendJson(response, 200, { heard: await running.hear(event) });
    const calls = trust.callsOf?.(request, body) ?? null;
    if (calls !== null) return await serveCalls(running, calls, response, { onFault, proveWords: trust.proveWords });
    const viewer = await trust.viewerOf(request, body);
    if (readStreamWish(request.headers.accept).wish === "preferred") {
      await sendSubscription(running, viewer, body, request, response);
      return;
    }
    const reply = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method ?? "POST",
        headers: headersOf(request),
        search: new URL(request.url ?? "/", "http://department.invalid").search,
        body: parseBody(body),
      },
      context: async () => running.contextFor(viewer, request),
    });
    response.writeHead(reply.status ?? 200, Object.fromEntries(reply.headers));
    if (reply.body.kind === "complete") response.end(reply.body.string);
    else response.end();
  } catch (error) {
    if (response.headersSent || !isCallersFault(error)) throw error;
    const code: ErrorCode = error instanceof HubError ? error.code : "BAD_USER_INPUT";
    sendError(response, statusOf[code] ?? 400, code, error instanceof HubError ? error.message : messageOf[code]);
  }
}

// 503 while revoked tokens cannot be checked.
const statusOf: Partial<Record<ErrorCode, number>> = { UNAUTHENTICATED: 401, SUBGRAPH_UNAVAILABLE: 503 };

/** What the signature, the body or the URL can be wrong in, as opposed to what fails in the department. */
function isCallersFault(error: unknown): boolean {
  const isUnreadable = error instanceof SyntaxError || error instanceof z.ZodError || error instanceof BodyTooLarge;
  return isUnreadable || error instanceof HubError || error instanceof GraphQLError || isInvalidUrl(error);
}

function isInvalidUrl(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && error.code === "ERR_INVALID_URL";
}

function sendError(response: ServerResponse, status: number, code: ErrorCode, message = messageOf[code]): void {
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}

/** Apollo Server answers queries only; subscriptions go straight to the department's schema. */
async function sendSubscription(
  running: RunningSubgraph,
  viewer: Viewer,
  body: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { query, variables } = subscriptionSchema.parse(JSON.parse(body));
  const gone = goneSignal(request, response);
  const { requestId } = callOf(running, request);
  const call = { operation: query, variables: variables ?? {}, viewer, requestKey: request, requestId };
  const events = running.subscribe(call, gone);
  await sendEvents(response, asText(events), gone);
}

const subscriptionSchema = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

async function* asText(events: AsyncIterable<SubgraphReply>): AsyncGenerator<string> {
  for await (const event of events) yield JSON.stringify(event);
}

function parseBody(body: string): unknown {
  return body === "" ? undefined : JSON.parse(body);
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}
