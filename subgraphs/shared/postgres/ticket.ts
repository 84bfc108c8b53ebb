import { randomBytes } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { DatabaseFault } from "./database-fault.ts";

/** Published once for each answer that came to another statement's question: `{ name }` of the connection. */
export const misroutedAnswers = channel("onedoor:misrouted-answers");

// Other processes, and whatever stands between them and the server, have tickets of their own.
const OF_PROCESS = randomBytes(8).toString("hex");
let given = 0;

/** A text that no other statement has. It goes out with a statement and comes back with every row of the answer. */
export function takeTicket(): string {
  given += 1;
  return `${OF_PROCESS}-${given.toString(36)}`;
}

/** Rows as lists of values, the first of which is the ticket. */
export type ProvenRows = readonly (readonly unknown[])[];

/** Throws unless each row bears the ticket. An answer without any row proves nothing, and is refused like a wrong one. */
export function checkTicket(rows: ProvenRows, ticket: string, name: string): void {
  for (const row of rows) if (row[0] !== ticket) throw misrouted(name);
  if (rows.length === 0) throw misrouted(name);
}

/** Tells of an answer that belongs to another statement than the one that it came to. */
export function misrouted(name: string): DatabaseFault {
  misroutedAnswers.publish({ name });
  return new DatabaseFault("MISROUTED_ANSWER", "an answer of the database belongs to another statement");
}

/**
 * A SELECT of any kind, to come back with its ticket, which is its last parameter: with each of its rows, and once,
 * without a mark in the second column, when there is none.
 */
export function withTicket(select: string, parameters: number): string {
  return `select $${parameters + 1}::text, found.* from (select) as always
    left join lateral (select true, chosen.* from (${select}) as chosen) as found on true`;
}

/** The rows as objects, without what proved them. */
export function toRows(rows: ProvenRows, columns: readonly string[]): Record<string, unknown>[] {
  if (rows.length === 1 && rows[0]?.[1] !== true) return [];
  const { length } = columns;
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let at = PROOF_COLUMNS; at < length; at += 1) row[columns[at] as string] = values[at];
    return row;
  });
}

/** The ticket, and the mark of a row that is there. */
export const PROOF_COLUMNS = 2;
