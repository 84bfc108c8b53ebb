import { getNamedType, isListType, isNonNullType, isObjectType } from "graphql";
import type { DescribedTable } from "../../subgraphs/shared/rows/described-table.ts";
import { SAID_AT } from "../../subgraphs/shared/rows/described-source.ts";
import { describedTables, type WorldRow, worldRows } from "./described-world.ts";
import { clientSchema } from "./client-schema.ts";
import type { Person } from "./world.ts";

type Arguments = Readonly<Record<string, unknown>>;
type Give = (source: never, args: Arguments) => unknown;

/** What the fields of the whole world tell these. */
interface Rows {
  readonly personOf: (source: unknown) => Person | undefined;
  /** The person, as other departments than the registry know them. */
  readonly isKnown: (person: Person | undefined) => person is Person;
  readonly page: (nodes: readonly unknown[], args: Arguments) => object;
}

/** Where the rows of one table are answered with. */
interface Place {
  readonly table: DescribedTable;
  readonly coordinate: string;
  readonly field: string;
  /** Whose field it is, and the type of a row. */
  readonly parent: string;
  readonly node: string;
  readonly form: "one" | "list" | "page";
  /** Whose row a page says something of, such as its age: without that row there is no page. */
  readonly holder: DescribedTable | null;
}

/** Read off the descriptions and the clients' schema: which field is answered with which table's rows. */
const places: readonly Place[] = describedTables.flatMap((table) =>
  table.toldBy.flatMap((coordinate): Place[] => {
    const [parent = "", field = ""] = coordinate.split(".");
    const type = clientSchema.getType(parent);
    const found = isObjectType(type) ? type.getFields()[field] : undefined;
    if (found === undefined) throw new Error(`${table.name} is told by ${coordinate}, which is no field`);
    const isList = isListType(isNonNullType(found.type) ? found.type.ofType : found.type);
    const named = getNamedType(found.type).name;
    const node = named.endsWith("Connection") ? named.slice(0, -"Connection".length) : named;
    if (parent === "Query" || !tellsType(table, node)) return [];
    return [
      {
        table,
        coordinate,
        field,
        parent,
        node,
        form: node !== named ? "page" : isList ? "list" : "one",
        holder: holderOf(named),
      },
    ];
  }),
);

function holderOf(connection: string): DescribedTable | null {
  return describedTables.find((table) => tellsType(table, connection)) ?? null;
}

/** True where a column of the table is first told by a field of the type. */
function tellsType({ columns }: DescribedTable, type: string): boolean {
  return Object.values(columns).some(({ told: [first = ""] }) => first.startsWith(`${type}.`));
}

/**
 * Where an object is part of another one's row: `Pension` of `SocialSecurity`. It is there when the column that tells
 * so has a value, and always where none does.
 */
const parts: readonly (Omit<Place, "form" | "field" | "holder"> & { readonly existsBy: string | null })[] =
  places.flatMap(({ table, node: parent }) => {
    const type = clientSchema.getType(parent);
    return Object.values(isObjectType(type) ? type.getFields() : {}).flatMap((field) => {
      const node = getNamedType(field.type).name;
      const coordinate = `${parent}.${field.name}`;
      if (field.args.length > 0 || node === parent || !tellsType(table, node)) return [];
      return [{ table, coordinate, field, parent, node, existsBy: columnTelling(table, coordinate) }];
    });
  });

function columnTelling({ columns }: DescribedTable, coordinate: string): string | null {
  return Object.entries(columns).find(([, { told }]) => told.includes(coordinate))?.[0] ?? null;
}

// Nobody can ask the systems elsewhere in this world, and what they last said is old.
const LONG_AGO = { asOf: SAID_AT, isStale: true, unreadableCount: 1, unreadableAt: SAID_AT };

/** What a viewer without the right to them sees, written by hand. */
export const HIDDEN_BY_HAND: Readonly<Record<string, (value: unknown) => unknown>> = {
  "Licence.premises": () => "***",
  "Licence.holderIdNumber": (value) => (typeof value === "string" ? `${value.slice(0, 6)}************` : null),
};

/** Which row of which table an object stands for. */
const rowOfNode = new WeakMap<object, { row: WorldRow; table: DescribedTable }>();

function nodeOf({ table, node }: Pick<Place, "table" | "node">, row: WorldRow): object {
  const fields = Object.entries(table.columns).flatMap(([name, { told }]) =>
    told.flatMap((coordinate) => {
      const [type, field = ""] = coordinate.split(".");
      return type === node ? [[field, row[name] ?? null] as const] : [];
    }),
  );
  const object = { ...LONG_AGO, residentId: row["residentId"], ...Object.fromEntries(fields) };
  rowOfNode.set(object, { row, table });
  return object;
}

/** Values by coordinate of everything that departments describe. */
export function describedFields({ personOf, isKnown, page }: Rows): Record<string, Give> {
  // An object that another part of the world has worked out holds what belongs to it.
  const isWorkedOut = ({ parent }: Place, source: object) => parent !== "Resident" && !rowOfNode.has(source);
  const rowsOf = (place: Place, source: object): readonly WorldRow[] => {
    const above = rowOfNode.get(source);
    const person = personOf(above === undefined ? source : { id: above.row["residentId"] });
    if (!isKnown(person)) return [];
    const rows = worldRows(place.table, person);
    const existsBy = columnTelling(place.table, place.coordinate);
    if (above === undefined) return existsBy === null ? rows : rows.filter((row) => row[existsBy] !== null);
    return rows.filter((row) => above.table.key.every((name) => row[name] === above.row[name]));
  };
  const give =
    (place: Place): Give =>
    (source: object, args) => {
      if (isWorkedOut(place, source)) return (source as Record<string, unknown>)[place.field];
      const nodes = rowsOf(place, source).map((row) => nodeOf(place, row));
      const { holder } = place;
      const isHeld = holder === null || rowsOf({ ...place, table: holder }, source).length > 0;
      if (place.form === "page" && !isHeld) return null;
      if (place.form === "page") return { ...page(nodes, args), ...LONG_AGO };
      return place.form === "list" ? nodes : (nodes[0] ?? null);
    };
  const givePart =
    ({ existsBy, ...part }: (typeof parts)[number]): Give =>
    (source: object) => {
      const row = rowOfNode.get(source)?.row;
      return row === undefined || (existsBy !== null && row[existsBy] === null) ? null : nodeOf(part, row);
    };
  return Object.fromEntries([
    ...parts.map((part) => [part.coordinate, givePart(part)] as const),
    ...places.map((place) => [place.coordinate, give(place)] as const),
  ]);
}
