import type { Sql } from "postgres";
import { describedDepartments } from "../../seed/departments/described-departments.ts";
import type { DescribedTable, WorldPerson } from "../../subgraphs/shared/rows/described-table.ts";
import type { Value } from "../../subgraphs/shared/rows/drawn-values.ts";
import { insertDescribed } from "./rows/described.ts";
import { randomFrom } from "./two-worlds/random.ts";

/** Every table that a department describes. */
export const describedTables: readonly DescribedTable[] = [...describedDepartments.values()].flatMap((rows) =>
  Object.values(rows),
);

/** A row of a person of the world, by the names in `tables.ts`. */
export type WorldRow = Readonly<Record<string, Value>>;

/** The rows of one person in one table, in the order of answers. */
export function worldRows<Columns>(described: DescribedTable<Columns>, person: WorldPerson): readonly WorldRow[] {
  const table = described as DescribedTable;
  const ofTable = made.get(table) ?? new Map<string, readonly WorldRow[]>();
  made.set(table, ofTable);
  const known = ofTable.get(person.id) ?? makeRows(table, person);
  ofTable.set(person.id, known);
  return known;
}

const made = new Map<DescribedTable, Map<string, readonly WorldRow[]>>();

function makeRows(table: DescribedTable, person: WorldPerson): readonly WorldRow[] {
  return (table.inWorld?.(person) ?? []).map((given, at) => {
    const drawn = Object.entries(table.columns).flatMap(([name, column]) => {
      if (column.drawn === null) return [];
      return [[name, column.drawn(randomFrom(seedOf(`${table.name} ${name} ${person.id} ${at}`)))] as const];
    });
    return { residentId: person.id, ...Object.fromEntries(drawn), ...(given as WorldRow) };
  });
}

/** Puts in what described departments know of a person; backwards, so that an answer in the order of writing is wrong. */
export async function insertDescribedRows(sql: Sql, person: WorldPerson, areaCode: string): Promise<void> {
  for (const table of describedTables) {
    for (const row of [...worldRows(table, person)].reverse()) await insertDescribed(sql, table, { areaCode, ...row });
  }
}

function seedOf(text: string): number {
  return [...text].reduce((seed, character) => Math.imul(seed, 31) + character.charCodeAt(0), 7);
}
