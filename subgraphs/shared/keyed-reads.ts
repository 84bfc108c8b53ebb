import type { Database, ReadValues } from "./database.ts";
import type { Read } from "./read.ts";
import type { Viewer } from "./viewer.ts";

/** Rows by key, for the keys that were asked for and perhaps others of the same viewer's. */
export type RowsByKey<Row> = ReadonlyMap<string, readonly Row[]>;

/** Reads of one department, joined across the requests of one turn of the event loop. */
export interface KeyedReads {
  /** The rows for the keys; `values` are the further parameters of the read. */
  load<Row>(
    viewer: Viewer,
    read: Read<Row>,
    keyOf: (row: Row) => string,
    keys: readonly string[],
    values: ReadValues,
  ): Promise<RowsByKey<Row>>;
}

interface Batch {
  readonly keys: Set<string>;
  readonly rows: Promise<RowsByKey<unknown>>;
}

/**
 * Joins the reads that concurrent requests make of the same rows' kind into one SELECT. Only viewers share one
 * for whom everything that can decide an answer is equal: scopes, areas, own record, department and purpose.
 * The batch closes when the event loop has handled all that has arrived, so nobody waits for others to come.
 */
export function createKeyedReads(database: Database): KeyedReads {
  const waiting = new Map<unknown, Map<string, Batch>>();
  return {
    async load<Row>(
      viewer: Viewer,
      read: Read<Row>,
      keyOf: (row: Row) => string,
      keys: readonly string[],
      values: ReadValues,
    ): Promise<RowsByKey<Row>> {
      if (keys.length === 0) return new Map<string, Row[]>();
      const batches = waiting.get(read) ?? new Map<string, Batch>();
      waiting.set(read, batches);
      const shareKey = `${viewer.shareKey}\n${JSON.stringify(values)}`;
      let batch = batches.get(shareKey);
      if (batch === undefined || batch.keys.size + keys.length > MOST_KEYS) {
        const wanted = new Set<string>();
        const closed = turnOfTheLoop().then(() => {
          if (batches.get(shareKey)?.keys === wanted) batches.delete(shareKey);
          return database.read(viewer, read, { ...values, keys: [...wanted] });
        });
        batch = { keys: wanted, rows: closed.then((rows) => groupByKey(rows, keyOf)) };
        batches.set(shareKey, batch);
      }
      for (const key of keys) batch.keys.add(key);
      return batch.rows as Promise<RowsByKey<Row>>;
    },
  };
}

// Beyond this a SELECT takes long enough to be felt, and a second connection is better used.
const MOST_KEYS = 500;

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function groupByKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): RowsByKey<Row> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
