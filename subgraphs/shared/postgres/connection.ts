import type { Socket } from "node:net";
import postgres, { type Sql } from "postgres";
import { connectionLost, DatabaseFault, leavesConnectionUsable, sharedConnection } from "./database-fault.ts";
import type { Parameter } from "./outbox.ts";
import { openPipeline, type Parsers, type Pipeline } from "./pipeline.ts";
import { opened, openSocket, secured, type SocketAddress } from "./socket.ts";
import { checkTicket, type ProvenRows, takeTicket } from "./ticket.ts";

export interface ConnectionOptions {
  readonly url: string;
  /** What the server calls the connection. */
  readonly name: string;
  /**
   * A pooler in transaction mode stands before the server: sessions change from one transaction to the next, so statements
   * have no names, and what a session is set to is up to its login.
   */
  readonly isPooled?: boolean;
  /** Settings of the session. */
  readonly settings?: Readonly<Record<string, string | number>>;
  readonly types?: Record<string, postgres.PostgresType>;
  /** Looks the types of arrays up at the start; lists can then be parameters. */
  readonly knowsArrays?: boolean;
  readonly connectWithinMs?: number;
  /** How long a statement may take as seen from here; 0 for as long as it takes. */
  readonly statementWithinMs: number;
  readonly onNotice?: (channel: string, payload: string) => void;
}

/** One connection, which is used once: what has ended stays ended, and nothing is ever sent again by itself. */
export interface Connection {
  readonly name: string;
  readonly openedAt: number;
  readonly isOver: () => boolean;
  /** Runs one prepared statement whose last parameter is a ticket, and gives rows that bear it. */
  prove(text: string, parameters: readonly Parameter[]): Promise<{ rows: ProvenRows; columns: readonly string[] }>;
  /** Runs one prepared statement that proves nothing; what stands around it has to. */
  run(text: string, parameters: readonly Parameter[]): Promise<postgres.RowList<postgres.Row[]>>;
  /** Proves that answers are in step with questions: `command` first, and then a ticket. Gives the tag of its first statement. */
  mark(command?: string): Promise<string | null>;
  /** The driver's own functions, for statements in its form: they too are sent one by one and never again. */
  readonly sql: Sql;
  /** Puts a statement in the driver's form under the rules of this connection. */
  watch<Given extends object>(query: Given): Given;
  /** Gives the connection to reads, for good; nothing else may be under way or come. */
  toPipeline(): Pipeline;
  close(): Promise<void>;
  destroy(): void;
}

const CONNECT_WITHIN_MS = 5_000;
const CLOSE_WITHIN_SECONDS = 5;

/** The one place that opens connections to PostgreSQL. Resolves when the server has answered a first statement. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { name, statementWithinMs: withinMs, connectWithinMs = CONNECT_WITHIN_MS, isPooled = false } = options;
  const form = { prepare: !isPooled, simple: false };
  const { ssl: encryption } = postgres(options.url).options;
  let socket: Socket | undefined;
  let isOver = false;
  const destroy = (): void => {
    if (isOver) return;
    isOver = true;
    socket?.destroy();
    sql.end({ timeout: 0 }).catch(() => undefined);
  };
  const sql = postgres(options.url, {
    ...driverSettings(options),
    // The way is secured before the driver has it.
    ssl: false,
    // What the driver still holds would wait for ever.
    onclose: () => destroy(),
    // A second one would be a new session, in which half a transaction might go on.
    socket: async (address: SocketAddress) => {
      if (socket !== undefined) throw connectionLost();
      socket = openSocket(address);
      return (socket = await secured(await opened(socket), address, encryption));
    },
  } as postgres.Options<Record<string, postgres.PostgresType>>);

  const within = <Value>(ms: number, late: () => DatabaseFault, query: PromiseLike<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      const timer = ms === 0 ? undefined : setTimeout(() => (reject(late()), destroy()), ms);
      query.then(
        (value) => (clearTimeout(timer), resolve(value)),
        (error: unknown) => {
          clearTimeout(timer);
          if (!leavesConnectionUsable(error)) destroy();
          // Driver and socket word it in many ways.
          reject(
            isOver && !(error instanceof Error && error.name === "PostgresError")
              ? connectionLost(error)
              : (error as Error),
          );
        },
      );
    });
  const ask = <Value>(make: () => PromiseLike<Value>, ms = withinMs, late = statementLate): Promise<Value> =>
    isOver ? Promise.reject(connectionLost()) : within(ms, late, neverAgain(make()));

  const mark = async (command: string): Promise<string | null> => {
    const ticket = takeTicket();
    const answer: unknown = await ask(() => sql.unsafe(`${command}select '${ticket}' as ticket`).values());
    const results = answer as readonly postgres.RowList<postgres.Row[]>[];
    const hasCommand = command !== "";
    const rows = (hasCommand ? results.at(-1) : results) as unknown as ProvenRows | undefined;
    proven(() => checkTicket(rows ?? [], ticket, name));
    return hasCommand ? String(results[0]?.command) : null;
  };
  const proven = (check: () => void): void => {
    try {
      check();
    } catch (error) {
      destroy();
      throw error;
    }
  };

  const connectLate = () =>
    new DatabaseFault("CONNECT_TIMEOUT", `no connection to the database within ${connectWithinMs} ms`);
  const statementLate = () => new DatabaseFault("STATEMENT_TIMEOUT", `no answer of the database within ${withinMs} ms`);
  const greet = async (): Promise<void> => {
    const ticket = takeTicket();
    const greeting = () => sql.unsafe(`select '${ticket}' as ticket, pg_backend_pid() as pid`).values();
    const rows = await ask(greeting, connectWithinMs, connectLate);
    proven(() => {
      checkTicket(rows, ticket, name);
      // At log-in the server names the process that works for this session; a pooler makes a number up.
      if (!isPooled && rows[0]?.[1] !== rows.state.pid) throw sharedConnection();
    });
  };
  await greet().catch((error: unknown) => {
    destroy();
    // What the socket said is better than that it was lost.
    throw error instanceof DatabaseFault && error.cause instanceof Error ? error.cause : error;
  });
  return {
    name,
    openedAt: performance.now(),
    isOver: () => isOver,
    async prove(text, parameters) {
      const ticket = takeTicket();
      const rows = await ask(() => sql.unsafe(text, [...parameters, ticket], form).values());
      proven(() => checkTicket(rows, ticket, name));
      return { rows, columns: rows.columns.map((column) => column.name) };
    },
    run: (text, parameters) => ask(() => sql.unsafe(text, [...parameters], form)),
    mark: (command) => mark(command === undefined ? "" : `${command}; `),
    sql,
    watch: (query) => (withinMs === 0 ? neverAgain(query) : limited(neverAgain(query), withinMs, destroy)),
    toPipeline() {
      if (socket === undefined || isOver) throw connectionLost();
      isOver = true;
      // From here on the driver hears nothing, and says nothing.
      for (const event of ["data", "drain", "error", "close"]) socket.removeAllListeners(event);
      return openPipeline(socket, { name, parsers: sql.options.parsers as Parsers, withinMs, isPooled });
    },
    close: async () => {
      if (isOver) return;
      isOver = true;
      await sql.end({ timeout: CLOSE_WITHIN_SECONDS });
      socket?.destroy();
    },
    destroy,
  };
}

function driverSettings({ name, isPooled, settings, types, knowsArrays = false, onNotice }: ConnectionOptions) {
  return {
    max: 1,
    // None is sent before the one before it is answered.
    max_pipeline: 0,
    max_lifetime: null,
    connect_timeout: 0,
    backoff: () => 0,
    keep_alive: 10,
    fetch_types: knowsArrays,
    onnotice: () => undefined,
    ...(onNotice === undefined ? {} : { onnotify: onNotice }),
    connection: { application_name: name, ...(isPooled === true ? {} : settings) },
    ...(types === undefined ? {} : { types }),
  };
}

// postgres.js 3.4.9 sends a statement whose plan was invalidated again on the same connection. It says so by setting
// `retried` on the query; an error thrown there becomes the statement's own (connection.js, ReadyForQuery and retry).
const refusal: PropertyDescriptor = {
  configurable: true,
  get: () => undefined,
  set: (error: unknown) => {
    throw error;
  },
};

/** Counts from when a statement is given to the driver: those that are made and not run are parts of others. */
function limited<Query extends object>(query: Query, withinMs: number, late: () => void): Query {
  let timer: NodeJS.Timeout | undefined;
  const before = (key: "handler" | "resolve" | "reject", work: () => void): void => {
    const inner = Reflect.get(query, key) as (given: unknown) => unknown;
    Reflect.set(query, key, (given: unknown) => (work(), inner(given)));
  };
  before("handler", () => (timer = setTimeout(late, withinMs)));
  before("resolve", () => clearTimeout(timer));
  before("reject", () => clearTimeout(timer));
  return query;
}

function neverAgain<Query extends object>(query: Query): Query {
  return Object.defineProperty(query, "retried", refusal);
}
