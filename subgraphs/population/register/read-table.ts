import { type Column, placesOf } from "./columns.ts";
import { type CsvFile, type CsvLine, FileRefusal, type RefusedLine } from "./csv-file.ts";

/** What a line has in each column, trimmed and in NFC; empty where the file has no such column. */
export type TableLine<Name extends string> = Readonly<Record<Name, string>> & { readonly line: number };

export interface Table<Name extends string> {
  readonly read: number;
  readonly lines: readonly TableLine<Name>[];
  /** Lines without the columns of the first; the import adds those it keeps out itself. */
  readonly refused: RefusedLine[];
}

/** Reads a whole file that fits in memory: divisions or centres, and never people. */
export async function readTable<Name extends string>(
  file: Pick<CsvFile, "blocks">,
  columns: readonly Column<Name>[],
): Promise<Table<Name>> {
  const [found, refused]: [TableLine<Name>[], RefusedLine[]] = [[], []];
  let places: ReadonlyMap<Name, number> | null = null;
  let read = 0;
  for await (const { lines } of file.blocks()) {
    for (const line of lines) {
      if (places === null) {
        if (line.values === null) throw new FileRefusal(`The first line ${line.fault ?? "can't be read"}.`);
        places = placesOf(line.values, columns);
        continue;
      }
      read += 1;
      const one = readLine(line, places, columns);
      if ("reason" in one) refused.push(one);
      else found.push(one.values);
    }
  }
  return { read, lines: found, refused };
}

function readLine<Name extends string>(
  { number, values, fault }: CsvLine,
  places: ReadonlyMap<Name, number>,
  columns: readonly Column<Name>[],
): { values: TableLine<Name> } | RefusedLine {
  const width = Math.max(...places.values()) + 1;
  if (values === null) return { line: number, reason: `the line ${fault ?? "can't be read"}` };
  if (values.length !== width) {
    return { line: number, reason: `the line has ${values.length} columns, and the first has ${width}` };
  }
  const named = columns.map(({ name }) => [name, (values[places.get(name) ?? -1] ?? "").normalize("NFC").trim()]);
  return { values: { ...(Object.fromEntries(named) as Record<Name, string>), line: number } };
}
