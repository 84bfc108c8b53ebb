import type { IncomingMessage, ServerResponse } from "node:http";
import { type ErrorCode, HubError, messageOf } from "../../subgraphs/shared/errors.ts";
import { EVENT_STREAM } from "../../subgraphs/shared/event-stream.ts";
import { BodyNotUtf8, BodyTooLarge, BodyTooLate } from "../../subgraphs/shared/read-body.ts";
import type { Outcome } from "../answer/answer.ts";
import { PlannerAway } from "../operation/request-error.ts";
import { BadRequest } from "./graphql-request.ts";
import { TooManyHeld } from "./holds.ts";
import type { GraphQLMediaType } from "./media-types.ts";
import { UnknownPersistedQuery } from "./published-operations.ts";
import { sendCompressed, sendText } from "./respond.ts";
import type { ServerParts } from "./server-parts.ts";

/** The request that is answered, and in which type. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly mediaType: GraphQLMediaType;
}

// 503 while revoked tokens cannot be checked, and while the planner starts again.
const statusOf: Partial<Record<ErrorCode, number>> = { UNAUTHENTICATED: 401, SUBGRAPH_UNAVAILABLE: 503 };

export async function sendOutcome(
  parts: ServerParts,
  { response, mediaType, requestId }: Asked,
  outcome: Outcome,
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

/** Answers for what was thrown, if it is about what the client sent. Anything else is thrown again. */
export function sendFault(parts: ServerParts, asked: Asked, error: unknown): "refused" | "gone" | "turned-away" {
  const { request, response, mediaType, requestId } = asked;
  const say = (status: number, code: ErrorCode, message: string) =>
    sendError(parts, response, status, mediaType, code, { message });
  // What is left of a body is not waited for.
  if (!request.complete) response.setHeader("connection", "close");
  if (error instanceof TooManyHeld) {
    if (error.by === "hub") return sendBusy(parts, asked);
    parts.turnedAway.count(error.by, requestId);
    response.setHeader("retry-after", "5");
    say(429, "RATE_LIMITED", `This ${error.by} has too many requests open at once: finish some of them first.`);
    return "turned-away";
  }
  if (error instanceof HubError) {
    if (error instanceof PlannerAway) response.setHeader("retry-after", "1");
    say(statusOf[error.code] ?? 400, error.code, error.message);
  } else if (error instanceof BadRequest) say(error.status, "BAD_USER_INPUT", error.message);
  else if (error instanceof UnknownPersistedQuery) {
    parts.metrics.counters.errors.BAD_USER_INPUT += 1;
    const { message, extensions } = error;
    // 200 in both types, as the protocol has it: older clients take 400 for a server that can't do it at all.
    sendText(response, 200, mediaType, JSON.stringify({ errors: [{ message, extensions }] }));
  } else if (error instanceof BodyTooLarge) {
    const { bodyBytes } = parts.limits;
    say(413, "BAD_USER_INPUT", `The body is too long; ${bodyBytes} bytes are allowed. Ask in several requests.`);
  } else if (error instanceof BodyTooLate) {
    say(408, "BAD_USER_INPUT", `The body did not arrive within ${parts.bodyWithinMs / 1000} seconds.`);
  } else if (error instanceof BodyNotUtf8) {
    say(400, "BAD_USER_INPUT", "The body is not UTF-8.");
  } else if (!request.complete && request.errored !== null) return "gone";
  else throw error;
  return "refused";
}

export function sendBusy(parts: ServerParts, { request, response, mediaType, requestId }: Asked): "turned-away" {
  parts.turnedAway.count("busy", requestId);
  if (!request.complete) response.setHeader("connection", "close");
  response.setHeader("retry-after", "1");
  sendError(parts, response, 503, mediaType, "RATE_LIMITED", { message: "The hub is busy: try again in a second." });
  return "turned-away";
}

export function sendError(
  { metrics }: ServerParts,
  response: ServerResponse,
  status: number,
  mediaType: GraphQLMediaType,
  code: ErrorCode,
  more: { message?: string; requestId?: string } = {},
): void {
  metrics.counters.errors[code] += 1;
  const extensions = more.requestId === undefined ? { code } : { code, requestId: more.requestId };
  const body = JSON.stringify({ errors: [{ message: more.message ?? messageOf[code], extensions }] });
  sendText(response, status, mediaType, body);
}
