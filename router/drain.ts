import type { Server, ServerResponse } from "node:http";

/** How long requests under way may take once the hub has been told to stop. */
const DRAIN_MS = 25_000;

/** Lets a server end without breaking an answer. */
export interface Drain {
  readonly isDraining: () => boolean;
  /** Aborts when draining begins: streams of events have no end of their own. */
  readonly begins: AbortSignal;
  /** Called for every answer: while draining, its connection is given back afterwards. */
  onAnswer(response: ServerResponse): void;
  /** Takes no new connections, waits for answers under way, and after `DRAIN_MS` closes what is left. */
  close(): Promise<void>;
}

export function createDrain(server: Server): Drain {
  const draining = new AbortController();
  return {
    isDraining: () => draining.signal.aborted,
    begins: draining.signal,
    onAnswer(response) {
      if (draining.signal.aborted) response.setHeader("connection", "close");
    },
    close() {
      draining.abort();
      return new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}
