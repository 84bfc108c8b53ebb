type FaultCode =
  | "CONNECTION_LOST"
  | "CONNECT_TIMEOUT"
  | "STATEMENT_TIMEOUT"
  | "POOL_TIMEOUT"
  | "MISROUTED_ANSWER"
  /** Somebody between gives out sessions of the server to several at a time. */
  | "SHARED_CONNECTION";

/** Why a statement had no answer that can be believed. The words hold no SQL, host or value. */
export class DatabaseFault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DatabaseFault";
    this.code = code;
  }
}

export const connectionLost = (cause?: unknown): DatabaseFault =>
  new DatabaseFault("CONNECTION_LOST", "the connection to the database was lost", { cause });

export const sharedConnection = (): DatabaseFault =>
  new DatabaseFault("SHARED_CONNECTION", "a connection pooler stands before the database");

// Where the server finds that a statement it had prepared means something else by now (postgres.js sends those again).
const INVALIDATED = new Set(["RevalidateCachedQuery", "FetchPreparedStatement", "transformAssignedExpr"]);

/** The plan of a prepared statement does not hold any longer: nothing was run, and the connection knows an old schema. */
function isInvalidatedPlan(error: unknown): boolean {
  return isServerError(error) && INVALIDATED.has(String(error.routine));
}

/** True where the statement ended with an error of the server's and the connection is as good as before. */
export function leavesConnectionUsable(error: unknown): boolean {
  return isServerError(error) && error.severity === "ERROR" && !isInvalidatedPlan(error);
}

/** A connection that ended before the statement did, or knew an old schema: a read may be asked again on a new one. */
export function isWorthRepeating(error: unknown): boolean {
  if (isInvalidatedPlan(error)) return true;
  if (isServerError(error)) return LOST.test(String(error.code));
  return error instanceof DatabaseFault ? error.code === "CONNECTION_LOST" : error instanceof Error && "code" in error;
}

/** Two transactions stood in each other's way, and the server has undone this one: nothing of it stands. */
export function isConflict(error: unknown): boolean {
  return isServerError(error) && (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK);
}

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

// The server ended the connection (class 57P of PostgreSQL, save for a database that takes none), or it broke (08).
const LOST = /^(57P0[123]|08)/;

// As above, and a statement that was ended because it took too long.
const UNAVAILABLE = /^(57P0[123]|57014|08|53|E[A-Z]+$)/;

/** True for what passes by itself: no server, no connection, no answer in time, or one that was not believed. */
export function isUnavailable(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof DatabaseFault || isInvalidatedPlan(at)) return true;
    if ("code" in at && UNAVAILABLE.test(String(at.code))) return true;
  }
  return false;
}

interface ServerError extends Error {
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly routine?: unknown;
}

/** An error as the server told it, in the driver's form. */
export function serverError({ message, ...fields }: { readonly message: string }): Error {
  return Object.assign(new Error(message), fields, { name: SERVER_ERROR });
}

const SERVER_ERROR = "PostgresError";

function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && error.name === SERVER_ERROR;
}
