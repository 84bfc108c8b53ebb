import type { CopyValue, Rows } from "../../hub/copy/rows.ts";
import { arrayLiteral } from "../../subgraphs/shared/bind-statement.ts";
import type { DescribedRows, DescribedTable, GivenRow, RowOf } from "../../subgraphs/shared/rows/described-table.ts";
import type { Draw, Value } from "../../subgraphs/shared/rows/drawn-values.ts";
import { Random } from "../draw/random.ts";
import type { Person, World } from "../people/person.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/** Columns by table in the order in which `addRow` writes them. */
export function madeUpColumns(rows: DescribedRows): SeededDepartment["tables"] {
  return Object.fromEntries(
    Object.values(rows).map((table) => [nameOf(table), madeUpProperties(table).map((one) => table.names[one] ?? one)]),
  );
}

/** Adds a person's row to a table. */
export function addRow<Columns>(
  rows: Rows,
  table: DescribedTable<Columns>,
  { residentId, village }: Pick<Person, "residentId" | "village">,
  world: World,
  given: RowOf<Columns>,
): void {
  addPlainRow(rows, table, world, { residentId, areaCode: village.code, ...given });
}

/** Adds a row that belongs to no person; what is not given is drawn, from a stream of the row and the column alone. */
export function addPlainRow<Columns>(
  rows: Rows,
  table: DescribedTable<Columns>,
  { seed }: World,
  given: RowOf<Columns>,
): void {
  const described = table as DescribedTable;
  const row: GivenRow = given;
  const place = described.key.map((property) => String(row[property])).join(" ");
  const values = madeUpProperties(described).map((property) => {
    const value = row[property];
    if (value !== undefined) return copyValueOf(value);
    const drawn = described.columns[property]?.drawn;
    if (drawn == null) throw new Error(`${table.name} has a row without ${property}.`);
    return copyValueOf(drawn(drawFrom(new Random(seed, "rows", hashOf(`${table.name} ${property} ${place}`)))));
  });
  rows.add(nameOf(described), values);
}

/** A department without a part in anybody's life is made up of what its description says. */
export function departmentOf(name: string, rows: DescribedRows): SeededDepartment {
  const tables = Object.values(rows).filter(({ madeUp }) => madeUp !== undefined);
  return {
    name,
    tables: madeUpColumns(Object.fromEntries(tables.map((table) => [table.name, table]))),
    writePerson(person, world, own) {
      for (const table of tables) {
        const { index, headIndex, residentId, age } = person;
        const draw = drawFrom(new Random(world.seed, "rows", hashOf(`${table.name} ${residentId}`)));
        const isHead = index === headIndex;
        for (const row of table.madeUp?.({ residentId, age, isHead }, draw) ?? []) {
          addRow(own, table, person, world, row);
        }
      }
    },
  };
}

const properties = new WeakMap<DescribedTable, readonly string[]>();

function madeUpProperties(table: DescribedTable): readonly string[] {
  let found = properties.get(table);
  if (found === undefined) {
    found = Object.keys(table.names).filter((one) => table.columns[one]?.isMadeUp !== false);
    properties.set(table, found);
  }
  return found;
}

function nameOf({ name }: DescribedTable): string {
  return name.slice(name.indexOf(".") + 1);
}

function copyValueOf(value: Value): CopyValue {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  return typeof value === "boolean" ? String(value) : arrayLiteral(value);
}

function drawFrom(random: Random): Draw {
  return { from: (least, most) => random.between(least, most), of: (items) => random.pick(items) };
}

/** FNV-1a, which spreads texts that differ in one character. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
