import { type Connection, connect, type ConnectionOptions } from "./connection.ts";
import { DatabaseFault } from "./database-fault.ts";
import type { Parameter } from "./outbox.ts";
import { openQueue } from "./queue.ts";
import { openShared } from "./shared.ts";
import { toRows } from "./ticket.ts";

export interface PoolOptions extends ConnectionOptions {
  /** The most connections for reads there may be; each is opened when it is first needed. */
  readonly size: number;
}

/**
 * Connections for statements that come at any time. Reads share some, a change has one to itself, every answer proves whose
 * it is, and every question ends: docs/adr/0050.
 */
export interface Pool {
  /**
   * Runs a statement that has a ticket as its last parameter, and bears it and a mark in front of each row. A read is
   * asked once more, on a new connection, where the one it was given has ended or knew an old schema.
   */
  read(text: string, parameters: readonly Parameter[]): Promise<Record<string, unknown>[]>;
  /** Runs statements of that form one after the other in a transaction, which stands only if each answer was its own. */
  transact<Result>(work: (prove: Prove) => Promise<Result>): Promise<Result>;
  /**
   * Runs statements without tickets in a transaction that begins so, such as with claims; it stands only if the answers to its
   * begin and its commit were their own.
   */
  transactFrom<Result>(begin: string, work: (run: Prove) => Promise<Result>): Promise<Result>;
  /** The same for one that is a transaction by itself: it may stand although its answer is refused. Never asked twice. */
  append(text: string, parameters: readonly Parameter[]): Promise<Record<string, unknown>[]>;
  /** Runs a statement without a ticket of its own in a transaction, between two others that have one. */
  change(text: string, parameters: readonly Parameter[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export type Prove = (text: string, parameters: readonly Parameter[]) => Promise<Record<string, unknown>[]>;

/** Changes have a connection to themselves, and few are made at once. */
const CHANGES_AT_ONCE = 2;

// Connections are renewed from time to time: what a server keeps for each grows with the statements it has seen.
const LONGEST_LIFE_MS = 45 * 60_000;

export function openPool(options: PoolOptions): Pool {
  const shared = openShared({
    size: options.size,
    open: async () => (await connect(options)).toPipeline(),
    longestLifeMs: LONGEST_LIFE_MS,
  });
  const queue = openQueue({
    size: CHANGES_AT_ONCE,
    open: () => connect(options),
    isUsable: ({ isOver, openedAt }) => !isOver() && performance.now() - openedAt < LONGEST_LIFE_MS,
    discard: (connection) => connection.close().catch(() => connection.destroy()),
  });

  const alone = async <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const connection = await queue.take();
    try {
      return await work(connection);
    } catch (error) {
      // The others have gone the same way, through the same hands.
      if (error instanceof DatabaseFault || connection.isOver()) queue.distrust();
      throw error;
    } finally {
      queue.give(connection);
    }
  };

  const prove = async (connection: Connection, text: string, parameters: readonly Parameter[]) => {
    const { rows, columns } = await connection.prove(text, parameters);
    return toRows(rows, columns);
  };
  const transact = <Result>(work: (prove: Prove) => Promise<Result>) =>
    alone((connection) =>
      inTransaction(connection, () => work((text, parameters) => prove(connection, text, parameters))),
    );
  return {
    read: (text, parameters) => shared.use((pipeline) => pipeline.read(text, parameters)),
    append: (text, parameters) => alone((connection) => prove(connection, text, parameters)),
    transact,
    transactFrom: (begin, work) =>
      alone((connection) =>
        inTransaction(
          connection,
          () => work(async (text, parameters) => [...(await connection.run(text, parameters))]),
          begin,
        ),
      ),
    change: (text, parameters) =>
      alone((connection) =>
        inTransaction(connection, async () => {
          const rows = await connection.run(text, parameters);
          await connection.mark();
          return [...rows];
        }),
      ),
    close: async () => {
      await Promise.all([shared.close(), queue.close()]);
    },
  };
}

/** Commits only after every answer has been proven; a connection that can't roll back is given up, which does. */
export async function inTransaction<Result>(
  connection: Connection,
  work: () => Promise<Result>,
  begin = "begin",
): Promise<Result> {
  await connection.mark(begin);
  try {
    const result = await work();
    const tag = await connection.mark("commit");
    // What the work has hidden: a transaction in which a statement failed is rolled back by its commit.
    if (tag !== "COMMIT") throw new Error("the transaction was rolled back");
    return result;
  } catch (error) {
    if (!connection.isOver()) await connection.mark("rollback").catch(() => connection.destroy());
    throw error;
  }
}
