import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { ApolloServer, HeaderMap } from "@apollo/server";
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { z } from "zod";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Subgraph } from "./define-subgraph.ts";
import { type ErrorCode, HubError, messageOf } from "./errors.ts";
import { goneSignal, sendEvents, wantsEventStream } from "./event-stream.ts";
import { readBody } from "./read-body.ts";
import type { RunningSubgraph } from "./run-subgraph.ts";
import type { SubgraphReply } from "./subgraph-call.ts";
import type { Viewer } from "./viewer.ts";

const LARGEST_BODY_BYTES = 4 * 1024 * 1024;

/** Says who asks, from the request's headers and raw body; throws UNAUTHENTICATED for anybody else. */
export type Authenticate = (request: IncomingMessage, body: string) => Promise<Viewer> | Viewer;

/** Serves one department on its own with Apollo Server. Every call is authenticated before it is parsed. */
export async function serveAlone(
  subgraph: Subgraph,
  running: RunningSubgraph,
  authenticate: Authenticate,
): Promise<Server> {
  const apollo = new ApolloServer<object>({
    schema: subgraph.schema,
    introspection: true,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Traces would tell the caller how long each field took, and with it which rows are there.
    plugins: [ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()],
    formatError: (formatted, error) => formatError(formatted, error),
  });
  await apollo.start();
  return createServer((request, response) => {
    answer(apollo, running, authenticate, request, response).catch(() => response.destroy());
  });
}

async function answer(
  apollo: ApolloServer<object>,
  running: RunningSubgraph,
  authenticate: Authenticate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url === "/health/live") {
    send(response, 200, { status: "live" });
    return;
  }
  try {
    const body = await readBody(request, LARGEST_BODY_BYTES);
    const viewer = await authenticate(request, body);
    if (wantsEventStream(request.headers.accept)) {
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
    const code: ErrorCode = error instanceof HubError ? error.code : "BAD_USER_INPUT";
    const status = code === "UNAUTHENTICATED" ? 401 : 400;
    send(response, status, { errors: [{ message: messageOf[code], extensions: { code } }] });
  }
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
  const events = running.subscribe({ operation: query, variables: variables ?? {}, viewer, request }, gone);
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

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

/** No stack, SQL or host leaves the department: an error it did not word itself is only a code. */
function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (original instanceof HubError) return { ...formatted, extensions: { code: original.code } };
  if (original !== undefined && original !== null) {
    return { ...formatted, message: messageOf.INTERNAL, extensions: { code: "SUBGRAPH_UNAVAILABLE" } };
  }
  return { ...formatted, extensions: { code: "BAD_USER_INPUT" } };
}
