import { runStatement } from "./bind-statement.ts";
import { isUnavailable } from "./postgres/database-fault.ts";
import { openNotices } from "./postgres/notices.ts";
import { connectionOf, type DepartmentPoolOptions, openDepartmentPool } from "./postgres/department-pool.ts";
import type { Pool, Prove } from "./postgres/pool.ts";
import { withTicket } from "./postgres/ticket.ts";
import {
  appendEvent,
  departmentWrites,
  type HearersOf,
  nobodyHears,
  noteChange,
  setWriter,
} from "./department-writes.ts";
import type { Bindable, Read, StatementValues } from "./read.ts";
import type { Replica } from "./replica.ts";
import { setClaims } from "./set-claims.ts";
import { type KeyedRequest, once } from "./request-keys.ts";
import { runAgainOnConflict, type Transaction, whileOpen, type Work } from "./transaction.ts";
import { type ReaderClaims, type RowClaims, visibleRowsOf, type WriterClaims } from "./viewer.ts";

export type ReadValues = StatementValues;

/** A replica may be a little behind; what a notice of the primary's has told of is read where it came from. */
export type ReadSource = "primary" | "replica";

/** A department's door to its own tables, through its own login role. */
export interface Database {
  /** Where what the viewer asks now is read, so that it holds what the viewer's account has changed. */
  sourceFor(viewer: ReaderClaims): ReadSource;
  /** Runs one prepared statement in which row policies see these claims, and no other's. */
  read<Row>(viewer: ReaderClaims, read: Read<Row>, values: ReadValues, source?: ReadSource): Promise<Row[]>;
  /**
   * Makes one change: what `work` runs and appends stands together, or nothing of it does. Where it meets another change
   * it is run again, so it does nothing that the database could not undo.
   */
  write<Result>(viewer: WriterClaims, work: Work<Result>): Promise<Result>;
  /** The same for a change that its client may send again: it is made once under its key, and answered alike. */
  writeOnce<Answer extends object>(viewer: WriterClaims, request: KeyedRequest, work: Work<Answer>): Promise<Answer>;
  /**
   * Hands rows to a function of the department's own schema as JSON. The login may not write to tables: what may change
   * them, and how, is said once in the migration that makes the function.
   */
  hand(statement: string, rows: unknown): Promise<void>;
  /** The payloads of a NOTIFY channel, until the signal says stop. */
  listen(channel: string, signal: AbortSignal): AsyncIterable<string>;
  close(): Promise<void>;
}

/** A database with what its operator wants to know of the pool. */
export interface PooledDatabase extends Database {
  /** The most connections there may be. */
  readonly poolSize: number;
  /** Reads sent or waiting: more than there are connections means that some share one or wait. */
  readonly readsUnderWay: () => number;
  /** Rejects when the department's login can't use its schema. */
  check(): Promise<void>;
}

export interface DatabaseOptions extends DepartmentPoolOptions {
  readonly hearersOf?: HearersOf;
  /** Where the department's reads may go as well. */
  readonly replica?: Replica | undefined;
  /** The server itself, where a pooler stands at `url`: nobody can listen through one. */
  readonly directUrl?: string;
}

export function openDatabase({ replica, ...options }: DatabaseOptions): PooledDatabase {
  const { department, hearersOf = nobodyHears } = options;
  let underWay = 0;
  const pool = openDepartmentPool(options);
  const copies =
    replica === undefined ? null : openDepartmentPool({ ...options, url: replica.urlOf(options.url), within: "soon" });
  const notices = openNotices(connectionOf({ department, url: options.directUrl ?? options.url }));
  const run = <Row>(how: Prove, claims: StatementValues, statement: Bindable<Row>, values: ReadValues) =>
    runStatement(department, how, statement, claims, values);
  const isClaimedFirst = options.claims === "transaction";
  const readFrom = <Row>(from: Pool, viewer: RowClaims, read: Read<Row>, values: ReadValues): Promise<Row[]> => {
    const claims = claimsOf(viewer);
    if (!isClaimedFirst) return run(from.read, claims, read, values);
    return from.transactFrom(`begin read only; ${setClaims(viewer)}`, (ask) =>
      run(ask, claims, read.afterClaims, values),
    );
  };
  // Compiled at the first change: most departments of a hub make none.
  let compiled: ReturnType<typeof departmentWrites> | undefined;
  const own = () => (compiled ??= departmentWrites(department));
  const transact = <Result>(viewer: WriterClaims, work: Work<Result>): Promise<Result> => {
    const claims = { ...claimsOf(viewer), account: viewer.id };
    const within = async (ask: Prove) => {
      const transaction: Transaction = {
        run: (statement, values) => run(ask, claims, isClaimedFirst ? statement.afterClaims : statement, values),
        append: (event) => appendEvent(transaction.run, own(), hearersOf, event),
      };
      if (!isClaimedFirst) await transaction.run(setWriter, {});
      const result = await whileOpen(transaction, work);
      if (replica !== undefined) await transaction.run(noteChange, {});
      return result;
    };
    return runAgainOnConflict(() =>
      isClaimedFirst ? pool.transactFrom(`begin; ${setClaims(viewer, viewer.id)}`, within) : pool.transact(within),
    );
  };
  const write = async <Result>(viewer: WriterClaims, work: Work<Result>): Promise<Result> => {
    const result = await transact(viewer, work);
    // Nobody is told of a change that could not be seen everywhere.
    await replica?.caughtUp(viewer.id);
    return result;
  };
  const sourceFor = ({ id }: ReaderClaims): ReadSource => (replica?.has(id) === true ? "replica" : "primary");
  const readCopy = async <Row>(viewer: RowClaims, read: Read<Row>, values: ReadValues): Promise<Row[] | null> => {
    if (copies === null) return null;
    try {
      return await readFrom(copies, viewer, read, values);
    } catch (error) {
      // Whatever it could not do, the primary is asked instead.
      if (isUnavailable(error)) replica?.distrust();
      return null;
    }
  };
  return {
    sourceFor,
    async read(viewer, read, values, source = sourceFor(viewer)) {
      underWay += 1;
      try {
        const copied = source === "replica" ? await readCopy(viewer, read, values) : null;
        return copied ?? (await readFrom(pool, viewer, read, values));
      } finally {
        underWay -= 1;
      }
    },
    write,
    writeOnce: (viewer, request, work) => write(viewer, (transaction) => once(transaction, own(), request, work)),
    async hand(statement, rows) {
      await pool.change(statement, [JSON.stringify(rows)]);
    },
    poolSize: options.poolSize,
    readsUnderWay: () => underWay,
    async check() {
      const [row] = await pool.read(CHECK, [department.replaceAll("-", "_")]);
      if (row?.["may_use"] !== true) throw new Error(`the login of ${department} may not use its schema`);
    },
    listen: (channel, signal) => notices.listen(channel, signal),
    close: async () => {
      await Promise.all([pool.close(), copies?.close(), notices.close()]);
    },
  };
}

function claimsOf(viewer: RowClaims): StatementValues {
  const { areas, residentId } = visibleRowsOf(viewer);
  return { areas, ownResident: residentId };
}

const CHECK = withTicket("select has_schema_privilege($1, 'usage') as may_use", 1);
