import type { IncomingMessage, ServerResponse } from "node:http";
import { HubError } from "../../subgraphs/shared/errors.ts";
import { goneSignal, readStreamWish, sendEvents, type StreamWish } from "../../subgraphs/shared/event-stream.ts";
import { valuesOfHeader } from "../../subgraphs/shared/header-list.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import type { Request } from "../answer/answer.ts";
import { leadingWord } from "../operation/leading-word.ts";
import type { RequestOutcome } from "../telemetry/metrics.ts";
import type { RequestTrace } from "../telemetry/tracer.ts";
import type { Work } from "./admission.ts";
import { clientAddress } from "./caller.ts";
import { type Asked, sendBusy, sendError, sendFault, sendOutcome } from "./graphql-errors.ts";
import { BadRequest, type ParsedRequest, parseGet, parsePost } from "./graphql-request.ts";
import { readHeldBody } from "./held-body.ts";
import type { Holder } from "./holds.ts";
import { accepts, negotiate } from "./media-types.ts";
import { isForReservedStream, SERVED_MODE } from "./reserved-streams.ts";
import { sendText } from "./respond.ts";
import type { ServerParts } from "./server-parts.ts";

const METHODS = "GET, POST, OPTIONS";

/** How a request ended; what was turned away and what is streamed is no part of how fast the hub answers. */
type Ended = RequestOutcome | "streamed" | "turned-away";

/** Answers everything at /graphql. */
export async function serveGraphQL(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const { metrics, logger, crossOrigin } = parts;
  if (crossOrigin.answer(request, response)) return;
  const startedAt = performance.now();
  const trace = parts.tracer.startRequest(request, requestId);
  let outcome: Ended = "failed";
  metrics.counters.openRequests += 1;
  try {
    outcome = await negotiated(parts, request, response, requestId, trace);
  } finally {
    metrics.counters.openRequests -= 1;
    const seconds = (performance.now() - startedAt) / 1000;
    if (outcome !== "streamed" && outcome !== "turned-away") metrics.observeRequest(outcome, seconds);
    trace.end(outcome, response.statusCode);
    if (outcome === "unrecorded") logger.error({ requestId }, "answer withheld: the look is not in the access record");
    if (logger.isLevelEnabled("debug")) {
      logger.debug({ requestId, outcome, status: response.statusCode, seconds: Number(seconds.toFixed(6)) }, "request");
    }
  }
}

async function negotiated(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  trace: RequestTrace,
): Promise<Ended> {
  if (request.method === "OPTIONS") {
    // A page of another site asks here whether it may send a request; unless its origin is listed, no header says that it may.
    response.writeHead(204, { allow: METHODS }).end();
    return "refused";
  }
  const stream = readStreamWish(request.headers.accept);
  const mediaType = negotiate(request.headers.accept) ?? (stream.wish === "never" ? null : "application/json");
  if (mediaType === null) {
    sendText(response, 406, "application/json", `{"error":"Accept must allow ${accepts.join(" or ")}."}`);
    return "refused";
  }
  const asked = { request, response, requestId, mediaType };
  try {
    return await admit(parts, asked, stream, trace);
  } catch (error) {
    return sendFault(parts, asked, error);
  }
}

/** Reads what is asked for, and answers it if there is room. */
async function admit(parts: ServerParts, asked: Asked, stream: StreamWish, trace: RequestTrace): Promise<Ended> {
  const { admission, tokens, purposes, documents } = parts;
  const { request, response, mediaType } = asked;
  const isPost = request.method === "POST";
  // What a browser can be made to send from another site without asking never carries this header.
  if (request.headers.authorization === undefined && !isPost) throw new HubError("UNAUTHENTICATED");
  const address = clientAddress(request, parts.proxies);
  let parsed: ParsedRequest | null = null;
  if (!admission.hasRoom("look")) {
    if (!isPost || !admission.hasRoom("change")) return sendBusy(parts, asked);
    // Only what is asked for can tell a change; whose it is, is found out when it has been let in.
    parsed = await readPosted(parts, request, { address, account: null });
    if (workOf(documents.textOf(parsed)) !== "change") return sendBusy(parts, asked);
  }
  const readViewer = () =>
    tokens.read(request.headers.authorization, valuesOfHeader(request.rawHeaders, "x-purpose"), purposes);
  const viewer = await readViewer();
  const isReserved = isForReservedStream(request);
  if (!isPost && request.method !== "GET") {
    response.setHeader("allow", METHODS);
    const message = `Use POST, or GET for queries.${isReserved ? ` ${SERVED_MODE}` : ""}`;
    sendError(parts, response, 405, mediaType, "BAD_USER_INPUT", { message });
    return "wrong-method";
  }
  if (isReserved) throw new BadRequest(SERVED_MODE);
  // Where no tokens are read, everybody is the same one.
  const holder = { address, account: tokens.counts === undefined ? null : viewer.id };
  parsed ??= isPost ? await readPosted(parts, request, holder) : parseGet(request.url ?? "");
  const query = documents.textOf(parsed);
  const question: Request = {
    ...parsed,
    query,
    isPublished: documents.isPublished(query),
    requestId: asked.requestId,
    queriesOnly: !isPost,
    trace,
    // A client that prints what was seen also prints its number in the access record.
    onEntered: (recordId) => {
      if (!response.headersSent) response.setHeader("x-access-record", recordId);
    },
  };
  const work = workOf(query);
  if (!admission.enter(work)) return sendBusy(parts, asked);
  let leave = () => {
    leave = () => undefined;
    admission.leave(work);
  };
  try {
    const followed = { ...question, inParts: stream.inParts };
    const streamed = async (): Promise<"streamed"> => {
      const letGo = parts.streams.take(holder);
      // Nothing is done for a subscription most of its life: it is counted as a stream and not as a request.
      if (leadingWord(query) === "subscription") leave();
      return sendStream(parts, asked, followed, readViewer).finally(letGo);
    };
    if (stream.wish === "preferred") return await streamed();
    const outcome = await parts.answerer().answer(question, viewer);
    // A subscription has no other answer, and the client has said that it can read one.
    if (outcome.kind === "needs-stream" && stream.wish === "possible") return await streamed();
    await sendOutcome(parts, asked, outcome);
    return outcome.kind;
  } finally {
    leave();
  }
}

async function readPosted(parts: ServerParts, request: IncomingMessage, holder: Holder): Promise<ParsedRequest> {
  const { bodies, limits, bodyWithinMs } = parts;
  const body = await readHeldBody(request, { bodies, holder, limitBytes: limits.bodyBytes, withinMs: bodyWithinMs });
  return parsePost(request.headers["content-type"], body);
}

async function sendStream(
  parts: ServerParts,
  { request, response }: Asked,
  question: Request,
  readViewer: () => Promise<Viewer>,
): Promise<"streamed"> {
  const gone = goneSignal(request, response, parts.drainBegins());
  const headersWait = question.inParts === true;
  await sendEvents(response, parts.answerer().stream(question, readViewer, gone), gone, { headersWait });
  return "streamed";
}

function workOf(document: string): Work {
  return leadingWord(document) === "mutation" ? "change" : "look";
}
