import { seededDepartments } from "../../seed/departments/departments.ts";
import { generateChunks } from "../../seed/load/chunks.ts";
import type { World } from "../../seed/people/person.ts";

/** A row by column name, as COPY would read it; null for `\N`. */
export type GeneratedRow = Readonly<Record<string, string | null>>;

/** Every row of a run, by `department.table`. */
export async function generateRows(world: World, residents: number): Promise<Map<string, GeneratedRow[]>> {
  const rows = new Map<string, GeneratedRow[]>();
  for await (const chunk of generateChunks(seededDepartments, world, residents)) {
    for (const [department, own] of chunk.rows) {
      for (const [table, content] of own.tables) {
        const name = `${department.name}.${table}`;
        const columns = department.tables[table] ?? [];
        const read = Buffer.concat(content.bytes()).toString().split("\n").slice(0, -1);
        rows.set(name, [...(rows.get(name) ?? []), ...read.map((line) => toRow(columns, line))]);
      }
    }
  }
  return rows;
}

/** The bytes of a run, table after table. */
export async function generateText(world: World, residents: number): Promise<string> {
  let text = "";
  for await (const chunk of generateChunks(seededDepartments, world, residents)) {
    for (const own of chunk.rows.values()) {
      for (const [table, content] of own.tables) text += table + Buffer.concat(content.bytes()).toString();
    }
  }
  return text;
}

function toRow(columns: readonly string[], line: string): GeneratedRow {
  const values = line.split("\t");
  if (values.length !== columns.length) throw new Error(`${values.length} values for ${columns.length} columns.`);
  return Object.fromEntries(columns.map((column, place) => [column, read(values[place])]));
}

function read(value: string | undefined): string | null {
  return value === undefined || value === "\\N" ? null : value;
}
