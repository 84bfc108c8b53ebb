import type postgres from "postgres";

/** Connections that are there again after the server has ended some of them. */
export interface LastingPool {
  /** Runs one prepared statement. What was under way on a connection that is lost fails; what comes after does not. */
  run(text: string, parameters: (string | number | null)[]): Promise<unknown[]>;
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_SECONDS = 5;

/**
 * Takes a new pool in the place of one that has lost a connection. postgres.js 3.4.9 keeps what it had not written yet
 * when a connection ended, and never gets that connection to work again: statements given to it would wait for ever.
 */
export function openLastingPool(open: () => postgres.Sql): LastingPool {
  let pool = open();
  const end = (one: postgres.Sql) => one.end({ timeout: CLOSE_TIMEOUT_SECONDS });
  return {
    async run(text, parameters) {
      const used = pool;
      try {
        return await used.unsafe(text, parameters, { prepare: true });
      } catch (error) {
        if (pool === used && isLostConnection(error)) {
          pool = open();
          // Statements on its other connections may still end well.
          end(used).catch(() => undefined);
        }
        throw error;
      }
    },
    close: () => end(pool),
  };
}

// The server ended the connection (class 57P of PostgreSQL), or it broke.
const LOST = new Set(["57P01", "57P02", "57P03", "CONNECTION_CLOSED", "CONNECT_TIMEOUT", "ECONNRESET", "EPIPE"]);

function isLostConnection(error: unknown): boolean {
  return error instanceof Error && "code" in error && LOST.has(String(error.code));
}
