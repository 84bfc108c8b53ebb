import type { ISql, Sql } from "postgres";
import { type Connection, connect, type ConnectionOptions } from "./connection.ts";
import { connectionLost } from "./database-fault.ts";
import { inTransaction } from "./pool.ts";

/** One connection from begin to end, for work that is one story: migrations, seals, loading a file. */
export interface Session {
  /** Statements in the driver's form, one after the other. Throws once the connection is lost: there is no second one. */
  readonly sql: Sql;
  /** Commits only if answers were in step with questions from begin to end. One at a time. */
  transaction<Result>(
    work: (sql: ISql) => Promise<Result>,
    begin?: "begin" | "begin read only" | "begin isolation level repeatable read",
  ): Promise<Result>;
  /** Rejects when an answer has come to another question than its own, for transactions that span more than one function. */
  checkOrder(): Promise<void>;
  readonly isOver: () => boolean;
  close(): Promise<void>;
}

export async function openSession(options: ConnectionOptions): Promise<Session> {
  const connection = await connect(options);
  const sql = watched(connection);
  let underWay: Promise<unknown> = Promise.resolve();
  return {
    sql,
    transaction(work, begin) {
      const next = underWay.then(() => inTransaction(connection, () => work(sql), begin));
      underWay = next.catch(() => undefined);
      return next;
    },
    checkOrder: async () => {
      await connection.mark();
    },
    isOver: connection.isOver,
    close: () => connection.close(),
  };
}

/** A session that is opened when it is needed, and again after it was lost. */
export interface LastingSession {
  use<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function keepSession(options: ConnectionOptions): LastingSession {
  let last: Promise<Session> | undefined;
  return {
    async use(work) {
      const opened = await last?.catch(() => undefined);
      if (opened === undefined || opened.isOver()) last = openSession(options);
      return work(await (last as Promise<Session>));
    },
    close: async () => {
      await last?.then((session) => session.close()).catch(() => undefined);
    },
  };
}

/** The driver's functions, of which every statement that comes out is under the rules of the connection. */
function watched(connection: Connection): Sql {
  const check = <Made>(made: Made): Made => {
    if (connection.isOver()) throw connectionLost();
    // Names and lists of columns are parts of statements, and no statements.
    return made instanceof Promise ? connection.watch(made) : made;
  };
  return new Proxy(connection.sql, {
    apply: (target, self, given) => check(Reflect.apply(target, self, given) as unknown),
    get(target, key) {
      if (key === "begin" || key === "reserve" || key === "listen") throw new Error(`a session has no ${key}`);
      const value: unknown = Reflect.get(target, key);
      if (key !== "unsafe") return value;
      return (...given: unknown[]): unknown => check(Reflect.apply(value as () => unknown, target, given) as unknown);
    },
  });
}
