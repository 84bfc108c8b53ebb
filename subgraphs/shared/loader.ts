import DataLoader from "dataloader";
import type { Database, ReadValues } from "./database.ts";
import type { Read } from "./read.ts";
import type { Viewer } from "./viewer.ts";

/** What the loaders of one request read with. */
export interface LoaderContext {
  readonly database: Database;
  readonly viewer: Viewer;
}

/**
 * One row or null per key, one SELECT per batch. A hidden row loads as null, just like one that does not
 * exist, so a caller cannot find out that it is there.
 */
export function oneByKey<Row>(
  context: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(async (keys) => {
    const rows = await readKeys(context, read, keys.filter(isKey));
    const byKey = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.map((key) => byKey.get(key) ?? null);
  });
}

/** All rows per key in the order of the SELECT, one SELECT per batch. */
export function manyByKey<Row>(
  context: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): DataLoader<string, Row[]> {
  return new DataLoader<string, Row[]>(async (keys) => {
    const byKey = groupBy(await readKeys(context, read, keys.filter(isKey)), keyOf);
    return keys.map((key) => byKey.get(key) ?? []);
  });
}

/** A key whose rows are read with further values, such as a page of a list per parent. */
export interface KeyWithValues<Values extends ReadValues> {
  readonly key: string;
  readonly values: Values;
}

/** Like `manyByKey`, with one SELECT per batch for each distinct set of values. */
export function manyByKeyAndValues<Row, Values extends ReadValues>(
  context: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
): DataLoader<KeyWithValues<Values>, Row[], string> {
  return new DataLoader(
    async (wanted) => {
      const groups = groupBy(wanted, (one) => JSON.stringify(one.values));
      const found = new Map<string, Map<string, Row[]>>();
      await Promise.all(
        [...groups].map(async ([group, members]) => {
          const keys = members.map((member) => member.key).filter(isId);
          const rows = await readKeys(context, read, keys, members[0]?.values);
          found.set(group, groupBy(rows, keyOf));
        }),
      );
      return wanted.map((one) => found.get(JSON.stringify(one.values))?.get(one.key) ?? []);
    },
    { cacheKeyFn: (one) => `${one.key} ${JSON.stringify(one.values)}` },
  );
}

const LARGEST_BIGINT = 2n ** 63n - 1n;

/** True for text that is a positive bigint; other keys match no row and never reach the database. */
function isId(key: string): boolean {
  return /^[1-9]\d{0,18}$/.test(key) && BigInt(key) <= LARGEST_BIGINT;
}

async function readKeys<Row>(
  { database, viewer }: LoaderContext,
  read: Read<Row>,
  keys: readonly string[],
  values: ReadValues = {},
): Promise<Row[]> {
  return keys.length === 0 ? [] : database.read(viewer, read, { ...values, keys });
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
