import type { Sql } from "postgres";

type Row = Record<string, string | number | boolean | null | readonly string[]>;

/** Inserts one row as the administrator. */
export async function insert(sql: Sql, table: string, row: Row): Promise<void> {
  await sql`insert into ${sql(table)} ${sql(row)}`;
}
