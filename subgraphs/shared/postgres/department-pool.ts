import { openPool, type Pool } from "./pool.ts";

export type ClaimForm = "statement" | "transaction";

export interface DepartmentPoolOptions {
  readonly department: string;
  readonly url: string;
  /** A pooler stands there: docs/adr/0087. */
  readonly isPooled?: boolean;
  /** How a read brings its claims: in its own statement, or, where statements go on to other machines, in a transaction. */
  readonly claims?: ClaimForm;
  readonly poolSize: number;
  /** `soon` where somebody else can be asked instead. */
  readonly within?: "soon" | undefined;
}

/** The connection options of a department's logins. */
export function connectionOf({
  department,
  url,
  isPooled = false,
}: Pick<DepartmentPoolOptions, "department" | "url" | "isPooled">) {
  return { url, isPooled, name: `onedoor ${department}`, statementWithinMs: STATEMENT_WITHIN_MS };
}

/** Connections of one of a department's logins; each is opened when it is first needed. */
export function openDepartmentPool(options: DepartmentPoolOptions): Pool {
  const { poolSize: size, within, claims } = options;
  const patience = within === "soon" ? { statementWithinMs: SOON_MS, connectWithinMs: SOON_MS } : {};
  const own = claims === "transaction" ? { ...settings, ...spread } : settings;
  return openPool({ ...connectionOf(options), size, settings: own, types: textTypes, ...patience });
}

const STATEMENT_TIMEOUT_MS = 5_000;
/** The server ends a statement before; what is later than this comes no more. */
const STATEMENT_WITHIN_MS = STATEMENT_TIMEOUT_MS + 500;

/** Leaves time for asking again within what the router gives a department. */
const SOON_MS = 2_000;

const settings = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  // A change that waits for anything but the database would hold its locks meanwhile.
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  // Left to itself the server plans every `= any($1)` again, row policies and all: 200 us instead of 45 a read.
  // All reads are written for an index range or a key, so one plan fits every batch.
  plan_cache_mode: "force_generic_plan",
};

/** Citus hands on to its workers what a transaction sets, and does not by default. A plain server keeps it and never asks for it. */
const spread = { "citus.propagate_set_commands": "local" };

// Dates stay the text the server sends: a Date object would move a day across time zones.
const textTypes = {
  date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value },
  instant: {
    to: 1184,
    from: [1184],
    serialize: (value: string) => value,
    parse: (value: string) => new Date(value).toISOString(),
  },
};
