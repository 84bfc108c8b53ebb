import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "pino";
import { type ErrorCode, HubError, messageOf } from "../subgraphs/shared/errors.ts";
import { BodyTooLarge, readBody } from "../subgraphs/shared/read-body.ts";
import type { TokenReader } from "../subgraphs/shared/token.ts";
import type { Admission } from "./admission.ts";
import type { Answerer, Outcome } from "./answer.ts";
import { EVENT_STREAM, goneSignal, sendEvents, wantsEventStream } from "../subgraphs/shared/event-stream.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { accepts, type GraphQLMediaType, negotiate } from "./negotiate.ts";
import { BadRequest, parseGet, parsePost } from "./request.ts";
import { sendCompressed, sendText } from "./send.ts";
import type { TrustedDocuments } from "./trusted-documents.ts";

export interface ServerParts {
  /** The answerer of the supergraph in use now. */
  readonly answerer: () => Answerer;
  readonly tokens: TokenReader;
  readonly jwks: object;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly admission: Admission;
  readonly documents: TrustedDocuments;
  readonly limits: Limits;
  readonly isDraining: () => boolean;
  readonly drainBegins: () => AbortSignal;
  readonly onAnswer: (response: ServerResponse) => void;
}

const METHODS = "GET, POST, OPTIONS";

/** The public door: HTTP in, HTTP out. */
export function createHttpServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    const requestId = requestIdOf(request);
    response.setHeader("x-request-id", requestId);
    response.setHeader("cache-control", "no-store");
    response.setHeader("x-content-type-options", "nosniff");
    parts.onAnswer(response);
    route(parts, request, response, requestId).catch((error: unknown) => {
      parts.logger.error({ requestId, error: error instanceof Error ? error.stack : "unknown" }, "request failed");
      if (!response.headersSent) sendError(response, 500, "application/json", "INTERNAL", { requestId });
    });
  });
}

async function route(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0];
  switch (path) {
    case "/graphql":
      return admitGraphQL(parts, request, response, requestId);
    case "/health/live":
      return sendText(response, 200, "application/json", '{"status":"live"}');
    case "/health/ready":
      if (parts.isDraining()) return sendText(response, 503, "application/json", '{"status":"draining"}');
      return sendText(response, 200, "application/json", '{"status":"ready"}');
    case "/metrics":
      return sendText(response, 200, parts.metrics.contentType, await parts.metrics.text());
    case "/.well-known/jwks.json":
      return sendText(response, 200, "application/json", JSON.stringify(parts.jwks));
    default:
      return sendText(response, 404, "application/json", '{"error":"There is nothing here. The API is at /graphql."}');
  }
}

async function admitGraphQL(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const { admission, metrics, logger } = parts;
  if (!admission.enter()) {
    metrics.observeRequest("shed", 0);
    response.setHeader("retry-after", "1");
    return sendError(response, 503, "application/json", "RATE_LIMITED", {
      message: "The hub is busy: try again in a second.",
    });
  }
  const startedAt = performance.now();
  let outcome: Parameters<Metrics["observeRequest"]>[0] = "failed";
  try {
    outcome = await serveGraphQL(parts, request, response, requestId);
  } finally {
    admission.leave();
    const seconds = (performance.now() - startedAt) / 1000;
    metrics.observeRequest(outcome, seconds);
    logger.debug({ requestId, outcome, status: response.statusCode, seconds }, "request");
  }
}

async function serveGraphQL(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<Outcome["kind"]> {
  const { answerer, tokens, documents, limits } = parts;
  if (request.method === "OPTIONS") {
    // A page of another site asks here whether it may send a request, and no header tells it that it may.
    response.writeHead(204, { allow: METHODS }).end();
    return "refused";
  }
  const asEvents = wantsEventStream(request.headers.accept);
  const mediaType = asEvents ? "application/json" : negotiate(request.headers.accept);
  if (mediaType === null) {
    sendText(response, 406, "application/json", `{"error":"Accept must allow ${accepts.join(" or ")}."}`);
    return "refused";
  }
  try {
    // What a browser can be made to send from another site without asking never carries this header.
    if (request.headers.authorization === undefined && request.method !== "POST") throw new HubError("UNAUTHENTICATED");
    const purpose = request.headers["x-purpose"];
    const readViewer = () =>
      tokens.read(request.headers.authorization, typeof purpose === "string" ? purpose : undefined);
    const viewer = await readViewer();
    if (request.method !== "POST" && request.method !== "GET") {
      response.setHeader("allow", METHODS);
      sendError(response, 405, mediaType, "BAD_USER_INPUT", { message: "Use POST, or GET for queries." });
      return "wrong-method";
    }
    const parsed =
      request.method === "GET"
        ? parseGet(request.url ?? "")
        : parsePost(request.headers["content-type"], await readBody(request, limits.bodyBytes));
    const query = documents.textOf(parsed);
    const question = { ...parsed, query, requestId, queriesOnly: request.method === "GET" };
    if (asEvents) {
      const gone = AbortSignal.any([goneSignal(request, response), parts.drainBegins()]);
      await sendEvents(response, answerer().stream(question, readViewer, gone), gone);
      return "answered";
    }
    const outcome = await answerer().answer(question, viewer);
    await sendOutcome(response, mediaType, outcome, requestId);
    return outcome.kind;
  } catch (error) {
    if (error instanceof HubError)
      sendError(response, error.code === "UNAUTHENTICATED" ? 401 : 400, mediaType, error.code);
    else if (error instanceof BadRequest) sendError(response, error.status, mediaType, "BAD_USER_INPUT", error);
    else if (error instanceof BodyTooLarge) {
      response.setHeader("connection", "close");
      sendError(response, 413, mediaType, "BAD_USER_INPUT", {
        message: `The body is too long; ${limits.bodyBytes} bytes are allowed. Ask in several requests.`,
      });
    } else throw error;
    return "refused";
  }
}

async function sendOutcome(
  response: ServerResponse,
  mediaType: GraphQLMediaType,
  outcome: Outcome,
  requestId: string,
): Promise<void> {
  switch (outcome.kind) {
    case "answered":
      return sendCompressed(response, 200, mediaType, outcome.body);
    case "refused":
      return sendCompressed(response, mediaType === "application/json" ? 200 : 400, mediaType, outcome.body);
    case "wrong-method":
      response.setHeader("allow", "POST");
      return sendError(response, 405, mediaType, "BAD_USER_INPUT", { message: "Only queries may use GET." });
    case "needs-stream":
      return sendError(response, 406, mediaType, "BAD_USER_INPUT", {
        message: `A subscription is answered as a stream: send accept: ${EVENT_STREAM}.`,
      });
    case "unrecorded":
      return sendError(response, 503, mediaType, "INTERNAL", {
        message: "The look could not be entered in the access record, so nothing is shown.",
        requestId,
      });
  }
}

function sendError(
  response: ServerResponse,
  status: number,
  mediaType: GraphQLMediaType,
  code: ErrorCode,
  more: { message?: string; requestId?: string } = {},
): void {
  const extensions = more.requestId === undefined ? { code } : { code, requestId: more.requestId };
  const body = JSON.stringify({ errors: [{ message: more.message ?? messageOf[code], extensions }] });
  sendText(response, status, mediaType, body);
}

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's own id when it is a plain one, so that both sides' logs meet. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}
