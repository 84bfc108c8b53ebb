import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";

export const EVENT_STREAM = "text/event-stream";

// Proxies give up on a silent connection after a minute or so.
const HEARTBEAT_MS = 15_000;

/** True when the client asks for the distinct connections mode of the GraphQL over SSE protocol. */
export function wantsEventStream(accept: string | undefined): boolean {
  return eventStreamRange(accept) !== undefined;
}

/** True when it also says `text/event-stream; parts=yes`: a query may then have several `next` events (docs/adr/0047). */
export function wantsParts(accept: string | undefined): boolean {
  const [, ...parameters] = eventStreamRange(accept)?.split(";") ?? [];
  return parameters.some((parameter) => parameter.trim() === "parts=yes");
}

function eventStreamRange(accept: string | undefined): string | undefined {
  const ranges = accept?.toLowerCase().split(",") ?? [];
  return ranges.find((range) => range.trim().startsWith(EVENT_STREAM));
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
  const heartbeat = setInterval(() => {
    open();
    response.write(":\n\n");
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
