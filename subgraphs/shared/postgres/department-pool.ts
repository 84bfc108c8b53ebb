import { openPool, type Pool } from "./pool.ts";

export interface DepartmentPoolOptions {
  readonly department: string;
  readonly url: string;
  readonly poolSize: number;
  /** `soon` where somebody else can be asked instead. */
  readonly within?: "soon" | undefined;
}

/** The connection options of a department's logins. */
export function connectionOf({ department, url }: Pick<DepartmentPoolOptions, "department" | "url">) {
  return { url, name: `onedoor ${department}`, statementWithinMs: STATEMENT_WITHIN_MS };
}

/** Connections of one of a department's logins; each is opened when it is first needed. */
export function openDepartmentPool(options: DepartmentPoolOptions): Pool {
  const { poolSize: size, within } = options;
  const patience = within === "soon" ? { statementWithinMs: SOON_MS, connectWithinMs: SOON_MS } : {};
  return openPool({ ...connectionOf(options), size, settings, types: textTypes, ...patience });
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
