import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { preferenceFor, readHeaderList } from "./header-list.ts";

export const EVENT_STREAM = "text/event-stream";

// Proxies give up on a silent connection after a minute or so.
const HEARTBEAT_MS = 15_000;

/** How a client takes a stream of events (the distinct connections mode of GraphQL over SSE). */
export interface StreamWish {
  /** `never`: not at all. `possible`: where there is no other answer. `preferred`: rather than JSON. */
  readonly wish: "never" | "possible" | "preferred";
  /** It also says `text/event-stream; parts=yes`: a query may then have several `next` events (docs/adr/0047). */
  readonly inParts: boolean;
}

const NO_STREAM: StreamWish = { wish: "never", inParts: false };
const JSON_TYPES = ["application/graphql-response+json", "application/json"];

/**
 * Reads from `Accept` whether a stream is wanted. Only its own name asks for one, and of two that are wanted alike JSON is
 * the answer: clients list all that they can read, and mean by it a stream for subscriptions alone (docs/adr/0066).
 */
export function readStreamWish(accept: string | undefined): StreamWish {
  if (accept === undefined || !/event-stream/i.test(accept)) return NO_STREAM;
  const entries = readHeaderList(accept);
  const named = entries.find(({ value, quality }) => value === EVENT_STREAM && quality > 0);
  if (named === undefined) return NO_STREAM;
  const ofJson = Math.max(...JSON_TYPES.map((type) => preferenceFor(type, entries).quality));
  const inParts = named.parameters.get("parts") === "yes";
  const isPreferred = named.quality > ofJson || (inParts && named.quality === ofJson);
  return { wish: isPreferred ? "preferred" : "possible", inParts };
}

/**
 * Aborts when the client has gone away, the answer is complete, or the server ends its streams. Not AbortSignal.any: with
 * a signal that lives as long as the server, Node 20 keeps each of its results for ever.
 */
export function goneSignal(request: IncomingMessage, response: ServerResponse, ending?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = () => {
    ending?.removeEventListener("abort", abort);
    controller.abort();
  };
  if (ending?.aborted === true) controller.abort();
  else ending?.addEventListener("abort", abort, { once: true });
  request.once("close", () => {
    if (request.destroyed) abort();
  });
  response.once("close", abort);
  return controller.signal;
}

/**
 * Sends bodies as `next` events and then `complete` (GraphQL over SSE), as fast as the client takes them. The headers go
 * at once, or with the first event where they say something of it.
 */
export async function sendEvents(
  response: ServerResponse,
  bodies: AsyncIterable<string>,
  gone: AbortSignal,
  { headersWait = false } = {},
): Promise<void> {
  const open = (): void => {
    if (response.headersSent) return;
    response.writeHead(200, { "content-type": `${EVENT_STREAM}; charset=utf-8`, "x-accel-buffering": "no" });
    response.flushHeaders();
  };
  if (!headersWait) open();
  let isStuck = false;
  const heartbeat = setInterval(() => {
    open();
    // It has read nothing since the last beat: what is kept for it would only grow.
    if (isStuck && response.writableNeedDrain) response.destroy();
    isStuck = response.writableNeedDrain;
    if (!isStuck) response.write(":\n\n");
  }, HEARTBEAT_MS);
  try {
    for await (const body of bodies) {
      open();
      const hasRoom = response.write(`event: next\ndata: ${body}\n\n`);
      if (!hasRoom) await once(response, "drain", { signal: gone });
    }
    open();
    response.end("event: complete\ndata: \n\n");
  } catch (error) {
    response.destroy();
    if (!gone.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
