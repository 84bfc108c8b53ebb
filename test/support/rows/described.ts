import type { ISql, Sql } from "postgres";
import type { DescribedTable, GivenRow, RowOf } from "../../../subgraphs/shared/rows/described-table.ts";
import type { Value } from "../../../subgraphs/shared/rows/drawn-values.ts";
import { insert } from "./insert.ts";

const IN_VILLAGE = { usual: "320105006001" };
const UNSAID = { usual: undefined };

/** Puts rows into one table, as its department describes them: what is not given is as usual. */
export function rowOf<Columns>(table: DescribedTable<Columns>) {
  return (sql: Sql, row: RowOf<Columns>): Promise<void> => insertDescribed(sql, table as DescribedTable, row);
}

export async function insertDescribed(sql: Sql, table: DescribedTable, row: GivenRow): Promise<void> {
  const whole = wholeRow(table, row);
  await insert(
    sql,
    table.name,
    Object.fromEntries(Object.entries(whole).map(([name, value]) => [table.names[name] ?? name, value])),
  );
  if (table.name === "cases.cases") await recountCases(sql);
}

/** As whoever loads cases does. */
export async function recountCases(sql: ISql): Promise<void> {
  await sql`select cases.recount()`;
}

/** A row by the names in `tables.ts`; what the database enters is left out. */
function wholeRow(table: DescribedTable, row: GivenRow): Record<string, Value> {
  const whole: Record<string, Value> = {};
  for (const [name, value] of Object.entries(row)) if (value !== undefined) whole[columnNamed(table, name)] = value;
  for (const name of Object.keys(table.names)) {
    if (whole[name] !== undefined) continue;
    const { usual } = table.columns[name] ?? (name === "areaCode" ? IN_VILLAGE : UNSAID);
    const value = typeof usual === "function" ? usual(whole) : usual;
    if (value !== undefined) whole[name] = value;
  }
  return whole;
}

/** Tests name a value as the column or as the field that tells it; `id` is the last part of the key. */
function columnNamed(table: DescribedTable, name: string): string {
  if (Object.hasOwn(table.names, name)) return name;
  const last = table.key.at(-1);
  if (name === "id" && last !== undefined) return last;
  const found = Object.entries(table.columns).find(([, { told }]) => told.some((one) => one.endsWith(`.${name}`)));
  if (found === undefined) throw new Error(`${table.name} has no column that is, or is told as, ${name}`);
  return found[0];
}
