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
  /** Whether people may be made up. Only the Population department has a use for it. */
  readonly takesSynthetic: boolean;
  /** A resident as the access record names people. Only the Audit department has a use for it. */
  readonly pseudonymOf: (residentId: string) => string;
}

/**
 * What was read under a key in one request, or is being read. Keys of one turn of the event loop are joined to one SELECT by
 * `KeyedReads`, so that nothing is left to collect here.
 */
export class Loader<Key, Value> {
  readonly #read: (key: Key) => Promise<Value>;
  readonly #nameOf: (key: Key) => unknown;
  #kept: Map<unknown, Promise<Value>> | undefined;

  constructor(read: (key: Key) => Promise<Value>, nameOf: (key: Key) => unknown = (key) => key) {
    this.#read = read;
    this.#nameOf = nameOf;
  }

  load(key: Key): Promise<Value> {
    const kept = (this.#kept ??= new Map<unknown, Promise<Value>>());
    const name = this.#nameOf(key);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const value = this.#read(key);
    kept.set(name, value);
    return value;
  }

  /** Forgets a key, whose row was changed. */
  clear(key: Key): this {
    this.#kept?.delete(this.#nameOf(key));
    return this;
  }
}

/**
 * One row or null per key, one SELECT per turn. A hidden row loads as null, just like one that does not
 * exist, so a caller cannot find out that it is there.
 */
export function oneByKey<Row>(
  { reads, viewer }: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): Loader<string, Row | null> {
  return new Loader<string, Row | null>((key) =>
    isKey(key)
      ? reads.load(viewer, read, keyOf, [key]).then((rows) => rows.get(key)?.[0] ?? null)
      : Promise.resolve(null),
  );
}

/** All rows per key in the order of the SELECT, one SELECT per turn. */
export function manyByKey<Row>(
  { reads, viewer }: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): Loader<string, readonly Row[]> {
  return new Loader<string, readonly Row[]>((key) =>
    isKey(key) ? reads.load(viewer, read, keyOf, [key]).then((rows) => rows.get(key) ?? []) : Promise.resolve([]),
  );
}

/** A key whose rows are read with further values, such as a page of a list per parent. */
export interface KeyWithValues<Values extends ReadValues> {
  readonly key: string;
  readonly values: Values;
}

/** Like `manyByKey`, with one SELECT per turn for each distinct set of values. */
export function manyByKeyAndValues<Row, Values extends ReadValues>(
  { reads, viewer }: LoaderContext,
  read: Read<Row>,
  keyOf: (row: Row) => string,
  isKey: (key: string) => boolean = isId,
): Loader<KeyWithValues<Values>, readonly Row[]> {
  return new Loader<KeyWithValues<Values>, readonly Row[]>(
    ({ key, values }) =>
      isKey(key)
        ? reads.load(viewer, read, keyOf, [key], values).then((rows) => rows.get(key) ?? [])
        : Promise.resolve([]),
    ({ key, values }) => `${key} ${JSON.stringify(values)}`,
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
