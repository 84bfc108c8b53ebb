/** A value of one column; null is SQL's NULL. */
export type CopyValue = string | number | null;

// In PostgreSQL's text format these end a value or a row, or begin an escape.
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** One row in the text format of COPY. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = "";
  for (const value of values) line += (line === "" ? "" : "\t") + copyText(value);
  return `${line}\n`;
}

function copyText(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value === "number" || !SPECIAL.test(value)) return String(value);
  return value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Rows of one department on their way to the database: text by table, and how many. */
export class Rows {
  readonly text = new Map<string, string>();
  readonly counts = new Map<string, number>();

  add(table: string, values: readonly CopyValue[]): void {
    this.text.set(table, (this.text.get(table) ?? "") + copyLine(values));
    this.counts.set(table, (this.counts.get(table) ?? 0) + 1);
  }
}
