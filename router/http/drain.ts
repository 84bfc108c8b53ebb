import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { READY_PATH } from "../../subgraphs/shared/readiness.ts";

/** How long each part of stopping may take. All of it ends well before a supervisor's 30 seconds are over. */
export interface DrainOptions {
  /** From the signal on; connections that are left then are closed. */
  readonly mostMs: number;
  /** How long new requests are still answered while a balancer finds out. */
  readonly lingerMs: number;
  /** Once it has been told, so long without a request means that it sends no more. */
  readonly quietMs: number;
}

const defaultDrain: DrainOptions = { mostMs: 20_000, lingerMs: 5_000, quietMs: 500 };

/** A prober that has not asked for so long is not deciding where requests go. */
const WATCHED_MS = 30_000;
/** A connection that has asked nothing for so long was opened in advance. */
const UNUSED_MS = 500;
const LOOK_EVERY_MS = 10;

/** Lets a server end without breaking an answer. */
export interface Drain {
  readonly isDraining: () => boolean;
  /** Aborts when draining begins: streams of events have no end of their own. */
  readonly begins: AbortSignal;
  /** Called for every answer: while draining, its connection is given back afterwards. */
  onAnswer(response: ServerResponse): void;
  /**
   * Where a balancer asks whether the hub is ready, requests are answered until it has been told that it is not:
   * a door shut before that would break the requests it has already sent. Then no new connection is taken,
   * answers under way are waited for, and after `mostMs` what is left is closed.
   */
  close(): Promise<void>;
}

export function createDrain(server: Server, options: DrainOptions = defaultDrain): Drain {
  const draining = new AbortController();
  const unused = new Map<Socket, number>();
  let askedAt = -Infinity;
  let isTold = false;
  let lastRequestAt = -Infinity;
  server.on("connection", (socket: Socket) => {
    unused.set(socket, performance.now());
    socket.once("close", () => unused.delete(socket));
  });

  const isWatched = (): boolean => performance.now() - askedAt < WATCHED_MS;
  const isLeftAlone = (): boolean => isTold && performance.now() - lastRequestAt > options.quietMs;

  const closeIdle = (): void => {
    server.closeIdleConnections();
    // Browsers open connections in advance; Node takes one that has not asked anything yet for busy.
    for (const [socket, openedAt] of unused) if (performance.now() - openedAt > UNUSED_MS) socket.destroy();
  };

  return {
    isDraining: () => draining.signal.aborted,
    begins: draining.signal,
    onAnswer(response) {
      unused.delete(response.req.socket);
      const now = performance.now();
      const isProbe = response.req.url?.split("?", 1)[0] === READY_PATH;
      if (isProbe) askedAt = now;
      else lastRequestAt = now;
      if (!draining.signal.aborted) return;
      response.setHeader("connection", "close");
      if (!isTold && isProbe) {
        isTold = true;
        lastRequestAt = now;
      }
    },
    async close() {
      const beganAt = performance.now();
      const isLate = (afterMs: number) => performance.now() - beganAt > afterMs;
      draining.abort();
      if (isWatched()) await until(() => isLeftAlone() || isLate(options.lingerMs));
      let isClosed = false;
      server.close(() => (isClosed = true));
      await until(() => {
        if (isLate(options.mostMs)) server.closeAllConnections();
        else closeIdle();
        return isClosed;
      });
    },
  };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}
