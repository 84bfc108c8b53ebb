import postgres, { type ISql } from "postgres";
import { codeOf, OperatorError } from "../postgres/operator-error.ts";

/** One connection from begin to end; a transaction needs that. */
export interface Session {
  /** Ask again for each statement: postgres.js 3.4 ends the process when one is sent after the connection has closed. */
  readonly sql: () => ISql;
  readonly close: () => Promise<void>;
}

/** Logs in as the administrator of a department's database. */
export async function openSession(department: string, adminUrl: string): Promise<Session> {
  let isOpen = true;
  // `fetch_types` stays on: without it postgres.js 3.4 never hands out the connection it reserves.
  const pool = postgres(adminUrl, {
    max: 1,
    max_lifetime: null,
    onnotice: () => undefined,
    onclose: () => {
      isOpen = false;
    },
    connection: {
      application_name: `onedoor seed ${department}`,
      search_path: "",
      statement_timeout: 0,
      // Departments wait for each other between two chunks.
      idle_in_transaction_session_timeout: 0,
    },
  });
  const close = () => pool.end({ timeout: 0 });
  try {
    const reserved = await pool.reserve();
    return {
      sql: () => {
        if (!isOpen) throw lost(department);
        return reserved;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const LOST = new Set(["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "ECONNRESET", "EPIPE", "57P01"]);

/** Does the work, and says in one sentence what to do when the connection does not last. */
export async function withoutLoss(department: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw LOST.has(codeOf(error) ?? "") ? lost(department, error) : error;
  }
}

function lost(department: string, cause?: unknown): OperatorError {
  return new OperatorError(
    `The connection to the database of ${department} was lost while seeding: run the same command again, it loads what is missing.`,
    { cause },
  );
}
