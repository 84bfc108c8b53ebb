import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { READY_PATH, readinessReply } from "../../subgraphs/shared/readiness.ts";
import { readRequestId } from "../../subgraphs/shared/request-id.ts";
import { AUTH_PATH, serveAuth } from "./auth-routes.ts";
import { sendError } from "./graphql-errors.ts";
import { serveGraphQL } from "./graphql.ts";
import { sendText } from "./respond.ts";
import type { ServerParts } from "./server-parts.ts";

// Longer than a balancer's minute: a connection that is closed from this side may already carry the next request.
const KEEP_ALIVE_MS = 75_000;
// Node's own are a minute for headers and five for the whole request, looked at twice a minute.
const HEADERS_MS = 10_000;
const LOOK_MS = 2_000;
/** Nobody reads the body here: what else is sent with one. */
const BODY_GRACE_MS = 5_000;
// A stream says something each 15 seconds: what is silent for so long is not read by anybody.
const SILENT_MS = 120_000;

/** The public door: HTTP in, HTTP out. */
export function createHttpServer(parts: ServerParts): Server {
  const options = {
    headersTimeout: HEADERS_MS,
    requestTimeout: Math.max(HEADERS_MS, parts.bodyWithinMs) + BODY_GRACE_MS,
    connectionsCheckingInterval: LOOK_MS,
  };
  const server = createServer(options, (request, response) => {
    // The caller's own id when it is a plain one, so that both sides' logs meet.
    const requestId = readRequestId(request.headers["x-request-id"]) ?? randomUUID();
    response.setHeader("x-request-id", requestId);
    response.setHeader("cache-control", "no-store");
    response.setHeader("x-content-type-options", "nosniff");
    parts.onAnswer(response);
    route(parts, request, response, requestId).catch((error: unknown) => {
      parts.logger.error({ requestId, error }, "request failed");
      if (!response.headersSent) sendError(parts, response, 500, "application/json", "INTERNAL", { requestId });
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = SILENT_MS;
  return server;
}

async function route(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const [path = "/"] = (request.url ?? "/").split("?", 1);
  const { signIn, proxies, logger, metrics, bodies, bodyWithinMs } = parts;
  if (signIn !== null && path.startsWith(AUTH_PATH)) {
    const { counters } = metrics;
    return serveAuth({ signIn, proxies, logger, counters, bodies, bodyWithinMs }, request, response, requestId);
  }
  switch (path) {
    case "/graphql":
      return serveGraphQL(parts, request, response, requestId);
    case "/health/live":
      return sendText(response, 200, "application/json", '{"status":"live"}');
    case READY_PATH:
      return sendReadiness(parts, response);
    case "/metrics":
      if (!parts.mayReadMetrics(request)) return sendNothingHere(response);
      return sendText(response, 200, parts.metrics.contentType, await parts.metrics.text());
    case "/.well-known/jwks.json":
      return sendText(response, 200, "application/json", JSON.stringify(parts.jwks));
    default:
      if (await parts.pages?.serve(request, response, path)) return;
      return sendNothingHere(response);
  }
}

function sendReadiness({ isDraining, readiness }: ServerParts, response: ServerResponse): void {
  const { status, body } = readinessReply(isDraining(), readiness.missing());
  sendText(response, status, "application/json", JSON.stringify(body));
}

function sendNothingHere(response: ServerResponse): void {
  sendText(response, 404, "application/json", '{"error":"There is nothing here. The API is at /graphql."}');
}
