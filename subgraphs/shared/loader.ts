import DataLoader from "dataloader";
import type { Database, ReadValues } from "./database.ts";
import type { KeyedReads } from "./keyed-reads.ts";
import type { Read } from "./read.ts";
import type { RoleRules } from "./role-rules.ts";
import type { Sources } from "./source/sources.ts";
import { isStorable } from "./storable-text.ts";
import type { Viewer } from "./viewer.ts";

/** What the loaders of one request read with. */
export interface LoaderContext {
  readonly database: Database;
  readonly reads: KeyedReads;
  /** The systems elsewhere that the department's tables are filled from. */
  readonly sources: Sources;
  readonly viewer: Viewer;
  /** What may be held and granted. Only the Accounts department has a use for it. */
  readonly roles: RoleRules;
  /** A resident as the access record names people. Only the Audit department has a use for it. */
  readonly pseudonymOf: (residentId: string) => string;
}

/**
 * One row or null per key, one SELECT per batch. A hidden row loads as null, just like one that does not
 * exist, so a caller cannot find out that it is there.
 */
export function oneByKey<Row>(
  { reads, viewer }: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(async (keys) => {
    const rows = await reads.load(viewer, read, keyOf, keys.filter(isKey), {});
    return keys.map((key) => rows.get(key)?.[0] ?? null);
  });
}

/** All rows per key in the order of the SELECT, one SELECT per batch. */
export function manyByKey<Row>(
  { reads, viewer }: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): DataLoader<string, readonly Row[]> {
  return new DataLoader<string, readonly Row[]>(async (keys) => {
    const rows = await reads.load(viewer, read, keyOf, keys.filter(isKey), {});
    return keys.map((key) => rows.get(key) ?? []);
  });
}

/** A key whose rows are read with further values, such as a page of a list per parent. */
export interface KeyWithValues<Values extends ReadValues> {
  readonly key: string;
  readonly values: Values;
}

/** Like `manyByKey`, with one SELECT per batch for each distinct set of values. */
export function manyByKeyAndValues<Row, Values extends ReadValues>(
  { reads, viewer }: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): DataLoader<KeyWithValues<Values>, readonly Row[], string> {
  return new DataLoader(
    // Reads with equal values are joined to one SELECT below, so each key may ask on its own here.
    (wanted) =>
      Promise.all(
        wanted.map(async ({ key, values }) => {
          if (!isKey(key)) return [];
          const rows = await reads.load(viewer, read, keyOf, [key], values);
          return rows.get(key) ?? [];
        }),
      ),
    { cacheKeyFn: ({ key, values }) => `${key} ${JSON.stringify(values)}` },
  );
}

const LARGEST_BIGINT = 2n ** 63n - 1n;

/** True for text PostgreSQL can hold: nothing there equals any other, and it never reaches the database. */
export function isText(key: string): boolean {
  return isStorable(key);
}

/** True for text that is a positive bigint; other keys match no row and never reach the database. */
export function isId(key: string): boolean {
  return /^[1-9]\d{0,18}$/.test(key) && (key.length < 19 || BigInt(key) <= LARGEST_BIGINT);
}
