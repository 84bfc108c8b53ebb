import type { Database, ReadValues } from "./database.ts";
import type { Read } from "./read.ts";
import type { Viewer } from "./viewer.ts";

/** Rows by key, for the keys that were asked for and perhaps others of the same viewer's. */
export type RowsByKey<Row> = ReadonlyMap<string, readonly Row[]>;

/** Reads of one department, joined across the requests of one turn of the event loop. */
export interface KeyedReads {
  /** The rows for the keys; `values` are the further parameters of the read, where it has some. */
  load<Row>(
    viewer: Viewer,
    read: Read<Row>,
    keyOf: (row: Row) => string,
    keys: readonly string[],
    values?: ReadValues,
  ): Promise<RowsByKey<Row>>;
}

interface Batch {
  readonly keys: Set<string>;
  readonly rows: Promise<RowsByKey<unknown>>;
}

/** The batches of one turn, by what they read and for whom. */
type Turn = Map<unknown, Map<string, Batch>>;

/**
 * Joins the reads that concurrent requests make of the same rows' kind into one SELECT. Only viewers share one
 * for whom everything that can decide an answer is equal: scopes, areas, own record, department and purpose.
 * A batch closes when the event loop has handled all that has arrived, so nobody waits for others to come.
 */
export function createKeyedReads(database: Database): KeyedReads {
  let turn: Turn | null = null;
  let isOver: Promise<void> = Promise.resolve();

  const batchesOf = (read: unknown): Map<string, Batch> => {
    if (turn === null) {
      turn = new Map();
      // Before any batch of this turn is read: who asks for one then opens the next.
      isOver = endOfTurn().then(() => {
        turn = null;
      });
    }
    const known = turn.get(read);
    if (known !== undefined) return known;
    const batches = new Map<string, Batch>();
    turn.set(read, batches);
    return batches;
  };

  return {
    load<Row>(
      viewer: Viewer,
      read: Read<Row>,
      keyOf: (row: Row) => string,
      keys: readonly string[],
      values: ReadValues = NO_VALUES,
    ): Promise<RowsByKey<Row>> {
      if (keys.length === 0) return Promise.resolve(new Map<string, Row[]>());
      const batches = batchesOf(read);
      // Who has just changed something shares no read with those who read a copy from before.
      const source = database.sourceFor(viewer);
      const viewerKey = source === "primary" ? viewer.shareKey : `${source} ${viewer.shareKey}`;
      const shareKey = values === NO_VALUES ? viewerKey : `${viewerKey}\n${JSON.stringify(values)}`;
      let batch = batches.get(shareKey);
      if (batch === undefined || batch.keys.size + keys.length > MOST_KEYS) {
        const wanted = new Set<string>();
        const rows = isOver
          .then(() => database.read(viewer, read, { ...values, keys: [...wanted] }, source))
          .then((found) => groupByKey(found, keyOf));
        batch = { keys: wanted, rows };
        batches.set(shareKey, batch);
      }
      for (const key of keys) batch.keys.add(key);
      return batch.rows as Promise<RowsByKey<Row>>;
    },
  };
}

const NO_VALUES: ReadValues = {};

// Beyond this a SELECT takes long enough to be felt, and a second connection is better used.
const MOST_KEYS = 500;

let ending: Promise<void> | null = null;

/** One for all departments in a process: what they ask then leaves together (docs/adr/0078). */
function endOfTurn(): Promise<void> {
  ending ??= new Promise((resolve) => {
    setImmediate(() => {
      ending = null;
      resolve();
    });
  });
  return ending;
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
