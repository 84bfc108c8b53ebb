import { setTimeout as pause } from "node:timers/promises";
import { HubError } from "./errors.ts";
import { isConflict } from "./postgres/database-fault.ts";
import type { Statement, StatementValues } from "./read.ts";

/** What a department tells others, in the transaction that makes it true; `events.graphql` says what there can be. */
export interface DepartmentEvent {
  readonly name: string;
  readonly version: number;
  /** Whom it is about; null for what is about nobody. */
  readonly residentId: string | null;
  /** Where that person is registered once the transaction stands. */
  readonly areaCode: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** One change under way: its statements see the claims of its viewer, stand together or not at all, and go one by one. */
export interface Transaction {
  run<Row>(statement: Statement<Row>, values: StatementValues): Promise<Row[]>;
  /** Enters an event in the department's outbox. */
  append(event: DepartmentEvent): Promise<void>;
}

export type Work<Result> = (transaction: Transaction) => Promise<Result>;

/** A transaction that meets another one gives way and is run again; five in a row is a place everybody wants. */
const MOST_RUNS = 5;
const LONGEST_PAUSE_MS = 20;

/** Runs a whole transaction again where it stood in another one's way: nothing of it stands then. */
export async function runAgainOnConflict<Result>(transact: () => Promise<Result>): Promise<Result> {
  for (let runs = 1; ; runs += 1) {
    try {
      return await transact();
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (runs === MOST_RUNS) throw new HubError("CONFLICT", "Others change the same at this moment: send it again.");
    }
    // By chance, or those that met would meet again.
    await pause(Math.random() * LONGEST_PAUSE_MS * runs);
  }
}

/** Ends with the transaction: what is kept of it beyond must not write in the next one on the connection. */
export async function whileOpen<Result>(transaction: Transaction, work: Work<Result>): Promise<Result> {
  let isOpen = true;
  const requireOpen = (): void => {
    if (!isOpen) throw new Error("the transaction has ended");
  };
  try {
    return await work({
      run: async (statement, values) => (requireOpen(), transaction.run(statement, values)),
      append: async (event) => (requireOpen(), transaction.append(event)),
    });
  } finally {
    isOpen = false;
  }
}
