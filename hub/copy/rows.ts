/** A value of one column; null is SQL's NULL. */
export type CopyValue = string | number | null;

// In PostgreSQL's text format these end a value or a row, or begin an escape.
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** One row in the text format of COPY. */
function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyText).join("\t")}\n`;
}

function copyText(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value === "number" || !SPECIAL.test(value)) return String(value);
  return value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

// Text that grows longer than this before it becomes bytes keeps the garbage collector busy.
const CHARACTERS_PER_BUFFER = 16_384;

/** Rows of one table on their way to the database. */
export class TableRows {
  count = 0;
  private text = "";
  private readonly full: Buffer[] = [];

  add(values: readonly CopyValue[]): void {
    this.count += 1;
    this.text += copyLine(values);
    if (this.text.length < CHARACTERS_PER_BUFFER) return;
    this.full.push(Buffer.from(this.text));
    this.text = "";
  }

  /** The rows in COPY's text format. */
  bytes(): Buffer[] {
    return this.text === "" ? this.full : [...this.full, Buffer.from(this.text)];
  }
}

/** Rows of one department, by table. */
export class Rows {
  readonly tables = new Map<string, TableRows>();

  add(table: string, values: readonly CopyValue[]): void {
    let rows = this.tables.get(table);
    if (rows === undefined) this.tables.set(table, (rows = new TableRows()));
    rows.add(values);
  }
}
