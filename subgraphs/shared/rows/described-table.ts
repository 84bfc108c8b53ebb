import { getTableColumns, getTableName } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { Draw, Drawn, Value } from "./drawn-values.ts";

/** A column beyond whose and where the row is. */
export interface DescribedColumn<Told extends string = string> {
  /** Coordinates any one of which tells something of the value. */
  readonly told: readonly Told[];
  /** What it holds where nothing is said of it; undefined leaves it to the database. */
  readonly usual: Value | undefined | ((row: GivenRow) => Value);
  /** Another value it might have; null when the row's place, or its being there, follows from this one. */
  readonly drawn: Drawn | null;
  /** Where some viewers see it masked: the field of the person that holds the mask's outcome. */
  readonly maskedAs: Mask | null;
  /** False for what the database enters, or a system elsewhere says later, and no made-up row has. */
  readonly isMadeUp: boolean;
}

export type Mask = "name" | "idNumber" | "phone" | "address";

/** A row by the names of its columns in `tables.ts`, or of the fields that tell them. */
export type GivenRow = Readonly<Record<string, Value | undefined>>;

/** A person of the tests' world, as far as other departments' rows follow from it. */
export interface WorldPerson {
  readonly id: string;
  readonly idNumber: string;
  readonly birthOn: string;
  readonly areaCode: string;
}

/** A made-up resident, as far as rows that are no part of a told life follow from it. */
export interface MadeUpPerson {
  readonly residentId: number;
  readonly age: number;
  readonly isHead: boolean;
}

type Undescribed = "residentId" | "areaCode";
type ColumnsOf<Table extends PgTable> = Readonly<
  Record<Exclude<keyof Table["_"]["columns"] & string, Undescribed>, DescribedColumn> &
    Partial<Record<Undescribed, DescribedColumn>>
>;
type FieldOf<Column> =
  Column extends DescribedColumn<infer Told> ? (Told extends `${string}.${infer Field}` ? Field : never) : never;
/** `id` is the last part of the key. */
type Names<Columns> = Undescribed | "id" | (keyof Columns & string) | FieldOf<Columns[keyof Columns]>;

/** Columns of one row of this table; the others are as usual. */
export type RowOf<Columns> = Readonly<Partial<Record<Names<Columns>, Value>>>;

interface Parts<Columns> {
  /** Coordinates that tell whether a row is there; how rows are sorted belongs to it. */
  readonly toldBy: readonly string[];
  readonly columns: Columns;
  /** The rows of one person in the tests' world, in the order of answers; columns left out are drawn. */
  readonly inWorld?: (person: WorldPerson) => readonly RowOf<Columns>[];
  /** The rows of one made-up resident, where no life in `seed/` decides about them; columns left out are drawn. */
  readonly madeUp?: (person: MadeUpPerson, draw: Draw) => readonly RowOf<Columns>[];
}

/** What is known of one table's rows: for the seed, the tests' rows and world, and the two worlds. */
export interface DescribedTable<Columns = Readonly<Record<string, DescribedColumn>>> extends Parts<Columns> {
  /** `schema.table`. */
  readonly name: string;
  /** Names in the database, by the names in `tables.ts`, in order. */
  readonly names: Readonly<Record<string, string>>;
  /** The primary key, by the names in `tables.ts`. */
  readonly key: readonly string[];
}

export type DescribedRows = Readonly<Record<string, DescribedTable>>;

export function describeTable<Table extends PgTable, const Columns extends ColumnsOf<Table>>(
  table: Table,
  parts: Parts<Columns>,
): DescribedTable<Columns> {
  const columns = getTableColumns(table);
  const { schema, primaryKeys } = getTableConfig(table);
  const inKey = primaryKeys.flatMap((key) => key.columns.map(({ name }) => name));
  const isKey = ({ name, primary }: { name: string; primary: boolean }) => primary || inKey.includes(name);
  return {
    ...parts,
    name: `${schema ?? "public"}.${getTableName(table)}`,
    names: Object.fromEntries(Object.entries(columns).map(([property, { name }]) => [property, name])),
    key: Object.entries(columns).flatMap(([property, column]) => (isKey(column) ? [property] : [])),
  };
}

type Usual = DescribedColumn["usual"];

/** A column whose value may be another one, and the coordinates that tell it. */
export function column<const Told extends string>(
  drawn: Drawn,
  usual: Usual,
  ...told: readonly Told[]
): DescribedColumn<Told> {
  return { told, usual, drawn, maskedAs: null, isMadeUp: true };
}

/** A column that the row's place follows from, or its being there. */
export function kept<const Told extends string>(usual: Usual, ...told: readonly Told[]): DescribedColumn<Told> {
  return { told, usual, drawn: null, maskedAs: null, isMadeUp: true };
}

/** A part of the key: to be given with each row. */
export function key<const Told extends string>(...told: readonly Told[]): DescribedColumn<Told> {
  return kept(null, ...told);
}

/** A column that a system elsewhere fills, or the database: made-up rows are without it. */
export function later<Told extends string>(described: DescribedColumn<Told>): DescribedColumn<Told> {
  return { ...described, isMadeUp: false };
}
