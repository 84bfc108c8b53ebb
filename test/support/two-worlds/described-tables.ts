import type { DescribedTable } from "../../../subgraphs/shared/rows/described-table.ts";
import { describedTables } from "../described-world.ts";
import type { Column, Table } from "./columns.ts";

/** What departments describe, as tables of the two worlds. */
export const tablesDescribed: readonly Table[] = describedTables.map(tableOf);

function tableOf({ name, names, key, toldBy, columns }: DescribedTable): Table {
  const nameOf = (property: string) => names[property] ?? property;
  const beside = Object.keys(names).filter((property) => !key.includes(property));
  const varied = beside.flatMap((property): [string, Column][] => {
    const column = columns[property];
    if (column === undefined || column.drawn === null) return [];
    const { drawn, told, maskedAs } = column;
    return [[nameOf(property), { shownBy: told, other: drawn, ...(maskedAs === null ? {} : { maskedAs }) }]];
  });
  const other = Object.fromEntries(varied);
  return {
    name,
    key: key.map(nameOf),
    rowShownBy: toldBy,
    hasOwn: Object.hasOwn(names, "residentId"),
    kept: beside.map(nameOf).filter((column) => !Object.hasOwn(other, column)),
    columns: other,
  };
}
