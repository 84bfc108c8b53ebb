import { openPool } from "../../subgraphs/shared/postgres/pool.ts";
import { withTicket } from "../../subgraphs/shared/postgres/ticket.ts";

type Parameter = string | number | null;

/** Statements of one login of the Accounts department that is not the department's own. */
export interface Statements {
  /** One SELECT that changes nothing. */
  read<Row>(text: string, ...parameters: Parameter[]): Promise<Row[]>;
  /** One statement that changes something, in a transaction of its own. */
  write<Row>(text: string, ...parameters: Parameter[]): Promise<Row[]>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 5_000;

export function openStatements(url: string, part: string, size: number, isPooled = false): Statements {
  const pool = openPool({
    url,
    isPooled,
    name: `onedoor ${part}`,
    size,
    settings: { statement_timeout: TIMEOUT_MS },
    // The server ends a statement before; what is later than this comes no more.
    statementWithinMs: TIMEOUT_MS + 500,
  });
  return {
    read: async <Row>(text: string, ...parameters: Parameter[]) =>
      (await pool.read(withTicket(text, parameters.length), parameters)) as Row[],
    write: async <Row>(text: string, ...parameters: Parameter[]) => (await pool.change(text, parameters)) as Row[],
    close: () => pool.close(),
  };
}
