/** Reads a file of values separated by commas (RFC 4180): quoted values may hold commas, quotes and line breaks. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const value = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  value.lastIndex = text.startsWith("\uFEFF") ? 1 : 0;
  while (value.lastIndex < text.length) {
    const at = value.lastIndex;
    const found = value.exec(text);
    if (found === null) throw new CsvFault(lineAt(text, at));
    const [, quoted, plain = "", end] = found;
    row.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === ",") {
      // A comma at the very end is followed by one more value, which is empty.
      if (value.lastIndex === text.length) row.push("");
      else continue;
    }
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

/** A quote that is not where it may be. */
export class CsvFault extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`a quote is out of place in line ${line}`);
    this.line = line;
  }
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\n|\r/).length;
}

/** One value as it stands in a file; a spreadsheet takes none of them for a formula. */
export function csvValue(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
