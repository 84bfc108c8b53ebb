import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type ErrorCode, HubError, messageOf } from "../subgraphs/shared/errors.ts";
import { BodyTooLarge, readBody } from "../subgraphs/shared/read-body.ts";
import { readRequestId } from "../subgraphs/shared/request-id.ts";
import type { PurposeLookups, TokenReader } from "../subgraphs/shared/token.ts";
import type { Admission } from "./admission.ts";
import type { Answerer, Outcome } from "./answer.ts";
import { EVENT_STREAM, goneSignal, readStreamWish, sendEvents } from "../subgraphs/shared/event-stream.ts";
import { READY_PATH } from "./drain.ts";
import type { Limits } from "./limits.ts";
import type { Log } from "./logger.ts";
import type { Metrics, RequestOutcome } from "./metrics.ts";
import { accepts, type GraphQLMediaType, negotiate } from "./negotiate.ts";
import type { Pages } from "./pages.ts";
import { PlannerAway } from "./planner-lane.ts";
import type { Readiness } from "./readiness.ts";
import { BadRequest, parseGet, parsePost } from "./request.ts";
import { isForReservedStream, SERVED_MODE } from "./reserved-streams.ts";
import { sendCompressed, sendText } from "./send.ts";
import type { RequestTrace, Tracer } from "./trace.ts";
import type { TrustedDocuments } from "./trusted-documents.ts";
import { AUTH_PATH, serveAuth } from "./auth-routes.ts";
import type { SignIn } from "./sign-in.ts";

export interface ServerParts {
  /** The answerer of the supergraph in use now. */
  readonly answerer: () => Answerer;
  readonly tokens: TokenReader;
  readonly purposes: PurposeLookups;
  readonly jwks: object;
  /** Null where nobody signs in, as in front of somebody else's departments. */
  readonly signIn: SignIn | null;
  readonly proxies: number;
  readonly logger: Log;
  readonly metrics: Metrics;
  readonly mayReadMetrics: (request: IncomingMessage) => boolean;
  readonly tracer: Tracer;
  readonly readiness: Readiness;
  readonly admission: Admission;
  readonly documents: TrustedDocuments;
  /** Null: this hub answers programs only. */
  readonly pages: Pages | null;
  readonly limits: Limits;
  readonly isDraining: () => boolean;
  readonly drainBegins: () => AbortSignal;
  readonly onAnswer: (response: ServerResponse) => void;
}

const METHODS = "GET, POST, OPTIONS";

// Longer than a balancer's minute: a connection that is closed from this side may already carry the next request.
const KEEP_ALIVE_MS = 75_000;

/** The public door: HTTP in, HTTP out. */
export function createHttpServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
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
  return server;
}

async function route(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const [path = "/"] = (request.url ?? "/").split("?", 1);
  const { signIn, proxies, logger, metrics } = parts;
  if (signIn !== null && path.startsWith(AUTH_PATH)) {
    return serveAuth({ signIn, proxies, logger, tallies: metrics.tallies }, request, response, requestId);
  }
  switch (path) {
    case "/graphql":
      return admitGraphQL(parts, request, response, requestId);
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
  const missing = readiness.missing();
  const status = isDraining() ? "draining" : missing.length > 0 ? "not-ready" : "ready";
  const body = JSON.stringify(status === "not-ready" ? { status, missing } : { status });
  sendText(response, status === "ready" ? 200 : 503, "application/json", body);
}

function sendNothingHere(response: ServerResponse): void {
  sendText(response, 404, "application/json", '{"error":"There is nothing here. The API is at /graphql."}');
}

async function admitGraphQL(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const { admission, metrics, logger } = parts;
  if (!admission.enter()) {
    metrics.tallies.shed += 1;
    logger.warn({ requestId }, "request turned away: the hub cannot keep up");
    response.setHeader("retry-after", "1");
    return sendError(parts, response, 503, "application/json", "RATE_LIMITED", {
      message: "The hub is busy: try again in a second.",
    });
  }
  const startedAt = performance.now();
  const trace = parts.tracer.startRequest(request, requestId);
  let outcome: RequestOutcome | "streamed" = "failed";
  try {
    outcome = await serveGraphQL(parts, request, response, requestId, trace);
  } finally {
    admission.leave();
    const seconds = (performance.now() - startedAt) / 1000;
    // How long a stream lasts is its client's affair and says nothing of the hub.
    if (outcome !== "streamed") metrics.observeRequest(outcome, seconds);
    trace.end(outcome, response.statusCode);
    if (outcome === "unrecorded") logger.error({ requestId }, "answer withheld: the look is not in the access record");
    if (logger.isLevelEnabled("debug")) {
      logger.debug({ requestId, outcome, status: response.statusCode, seconds: Number(seconds.toFixed(6)) }, "request");
    }
  }
}

async function serveGraphQL(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  trace: RequestTrace,
): Promise<RequestOutcome | "streamed"> {
  const { answerer, tokens, purposes, documents, limits, metrics } = parts;
  if (request.method === "OPTIONS") {
    // A page of another site asks here whether it may send a request, and no header tells it that it may.
    response.writeHead(204, { allow: METHODS }).end();
    return "refused";
  }
  const { wish, inParts } = readStreamWish(request.headers.accept);
  const mediaType = negotiate(request.headers.accept) ?? (wish === "never" ? null : "application/json");
  if (mediaType === null) {
    sendText(response, 406, "application/json", `{"error":"Accept must allow ${accepts.join(" or ")}."}`);
    return "refused";
  }
  try {
    // What a browser can be made to send from another site without asking never carries this header.
    if (request.headers.authorization === undefined && request.method !== "POST") throw new HubError("UNAUTHENTICATED");
    const readViewer = () => tokens.read(request.headers.authorization, request.headersDistinct["x-purpose"], purposes);
    const viewer = await readViewer();
    const isReserved = isForReservedStream(request);
    if (request.method !== "POST" && request.method !== "GET") {
      response.setHeader("allow", METHODS);
      const message = `Use POST, or GET for queries.${isReserved ? ` ${SERVED_MODE}` : ""}`;
      sendError(parts, response, 405, mediaType, "BAD_USER_INPUT", { message });
      return "wrong-method";
    }
    if (isReserved) throw new BadRequest(SERVED_MODE);
    const parsed =
      request.method === "GET"
        ? parseGet(request.url ?? "")
        : parsePost(request.headers["content-type"], await readBody(request, limits.bodyBytes));
    const query = documents.textOf(parsed);
    // Whoever prints what was seen prints under which number it stands in the access record.
    const onEntered = (recordId: string) => {
      if (!response.headersSent) response.setHeader("x-access-record", recordId);
    };
    const isPublished = documents.isPublished(query);
    const question = {
      ...parsed,
      query,
      isPublished,
      requestId,
      queriesOnly: request.method === "GET",
      trace,
      onEntered,
    };
    const stream = async (): Promise<"streamed"> => {
      const gone = goneSignal(request, response, parts.drainBegins());
      metrics.tallies.openStreams += 1;
      try {
        const asked = { ...question, inParts };
        await sendEvents(response, answerer().stream(asked, readViewer, gone), gone, { headersWait: inParts });
      } finally {
        metrics.tallies.openStreams -= 1;
      }
      return "streamed";
    };
    if (wish === "preferred") return await stream();
    const outcome = await answerer().answer(question, viewer);
    // A subscription has no other answer, and the client has said that it can read one.
    if (outcome.kind === "needs-stream" && wish === "possible") return await stream();
    await sendOutcome(parts, response, mediaType, outcome, requestId);
    return outcome.kind;
  } catch (error) {
    if (error instanceof HubError) {
      if (error instanceof PlannerAway) response.setHeader("retry-after", "1");
      sendError(parts, response, statusOf[error.code] ?? 400, mediaType, error.code, { message: error.message });
    } else if (error instanceof BadRequest)
      sendError(parts, response, error.status, mediaType, "BAD_USER_INPUT", error);
    else if (error instanceof BodyTooLarge) {
      response.setHeader("connection", "close");
      sendError(parts, response, 413, mediaType, "BAD_USER_INPUT", {
        message: `The body is too long; ${limits.bodyBytes} bytes are allowed. Ask in several requests.`,
      });
    } else if (!request.complete && request.errored !== null) return "gone";
    else throw error;
    return "refused";
  }
}

// The second is said while nobody can tell which tokens have ended, and while the planner starts again.
const statusOf: Partial<Record<ErrorCode, number>> = { UNAUTHENTICATED: 401, SUBGRAPH_UNAVAILABLE: 503 };

async function sendOutcome(
  parts: ServerParts,
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
      return sendError(parts, response, 405, mediaType, "BAD_USER_INPUT", { message: "Only queries may use GET." });
    case "needs-stream":
      return sendError(parts, response, 406, mediaType, "BAD_USER_INPUT", {
        message: `A subscription is answered as a stream: send accept: ${EVENT_STREAM}.`,
      });
    case "unrecorded":
      return sendError(parts, response, 503, mediaType, "INTERNAL", {
        message: "The look could not be entered in the access record, so nothing is shown.",
        requestId,
      });
  }
}

function sendError(
  { metrics }: ServerParts,
  response: ServerResponse,
  status: number,
  mediaType: GraphQLMediaType,
  code: ErrorCode,
  more: { message?: string; requestId?: string } = {},
): void {
  metrics.tallies.errors[code] += 1;
  const extensions = more.requestId === undefined ? { code } : { code, requestId: more.requestId };
  const body = JSON.stringify({ errors: [{ message: more.message ?? messageOf[code], extensions }] });
  sendText(response, status, mediaType, body);
}
