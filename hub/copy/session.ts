import type { ISql } from "postgres";
import { DatabaseFault } from "../../subgraphs/shared/postgres/database-fault.ts";
import { openSession as openConnection } from "../../subgraphs/shared/postgres/session.ts";
import { codeOf, OperatorError } from "../operator-error.ts";

/** One connection from begin to end; a transaction needs that. */
export interface Session {
  /** Ask again for each statement: it says in one sentence when the connection has been lost. */
  readonly sql: () => ISql;
  /** Commits what was sent, unless an answer has come to another question than its own. */
  readonly commit: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Logs in as the administrator of a department's database. */
export async function openSession(department: string, adminUrl: string): Promise<Session> {
  const session = await openConnection({
    url: adminUrl,
    name: `onedoor seed ${department}`,
    settings: {
      search_path: "",
      statement_timeout: 0,
      // Departments wait for each other between two chunks.
      idle_in_transaction_session_timeout: 0,
    },
    statementWithinMs: 0,
    knowsArrays: true,
  });
  const sql = (): ISql => {
    if (session.isOver()) throw lost(department);
    return session.sql;
  };
  return {
    sql,
    async commit() {
      await session.checkOrder();
      await sql()`commit`;
    },
    close: session.close,
  };
}

const LOST = new Set(["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "ECONNRESET", "EPIPE", "57P01"]);

/** Does the work, and says in one sentence what to do when the connection does not last. */
export async function withoutLoss(department: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isLost = error instanceof DatabaseFault || LOST.has(codeOf(error) ?? "");
    throw isLost ? lost(department, error) : error;
  }
}

function lost(department: string, cause?: unknown): OperatorError {
  return new OperatorError(
    `The connection to the database of ${department} was lost while seeding: run the same command again, it loads what is missing.`,
    { cause },
  );
}
