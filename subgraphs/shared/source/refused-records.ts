import { sql } from "drizzle-orm";
import { type AnyPgColumn, index, integer, type PgSchema, type PgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, id, instant } from "../columns.ts";
import { type Loader, type LoaderContext, oneByKey } from "../loader.ts";
import { defineRead, isVisible, type Read } from "../read.ts";

/** Columns of a record that was not as agreed: where it stood and why, never what it held. */
export const refusedRecordColumns = {
  residentId: id("resident_id").notNull(),
  recordNumber: integer("record_number").notNull(),
  areaCode: areaCode("area_code").notNull(),
  reason: text("reason").notNull(),
  refusedAt: instant("refused_at").notNull(),
};

/** Records of the last answer about a person that were not as agreed. */
export function refusedRecordsOf(schema: PgSchema) {
  return schema.table("refused_records", refusedRecordColumns, (table) => [
    primaryKey({ columns: [table.residentId, table.recordNumber] }),
    index("refused_records_area_code").on(table.areaCode),
  ]);
}

/** How much of the last answer could not be read, and when it came. */
export interface Unreadable {
  readonly id: string;
  readonly count: number;
  readonly at: string;
}

type RefusedRecords = PgTable & Record<"residentId" | "areaCode" | "refusedAt", AnyPgColumn>;

/** Compiles the count of refused records by `key`: the person, or one of several accounts of a person. */
export function defineUnreadableRead(table: RefusedRecords, key: AnyPgColumn = table.residentId): Read<Unreadable> {
  return defineRead(
    { id: sql<string>`${key}::text`, count: sql<number>`count(*)::int`, at: sql<string>`max(${table.refusedAt})` },
    sql`from ${table} where ${key} = any(${sql.placeholder("keys")}::bigint[])
      and ${isVisible(table.areaCode, table.residentId)} group by ${key}`,
  );
}

export type UnreadableLoader = Loader<string, Unreadable | null>;

/** Null for whom everything could be read. Loaded after the source was asked: what it then said counts. */
export function unreadableByKey(context: LoaderContext, read: Read<Unreadable>): UnreadableLoader {
  return oneByKey(context, read, (row) => row.id);
}

interface Context {
  readonly loaders: { readonly unreadableById: UnreadableLoader };
}

/** `unreadableCount` and `unreadableAt` of a type whose objects have a key in the department's tables. */
export function unreadableFields<Parent>(keyOf: (parent: Parent) => string) {
  return {
    unreadableCount: async (parent: Parent, _args: unknown, { loaders }: Context) =>
      (await loaders.unreadableById.load(keyOf(parent)))?.count ?? 0,
    unreadableAt: async (parent: Parent, _args: unknown, { loaders }: Context) =>
      (await loaders.unreadableById.load(keyOf(parent)))?.at ?? null,
  };
}
