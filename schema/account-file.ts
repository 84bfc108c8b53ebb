import { parse } from "csv-parse/browser/esm/sync";
import { DEPARTMENT_NAMES, ROLE_TITLES } from "./account-words.ts";

/** An account as a line of the file wants it. */
export interface FiledAccount {
  readonly username: string;
  readonly displayName: string;
  readonly roles: string[];
  readonly areas: string[];
  readonly department: string | null;
}

/** A line, or what is wrong with its form. */
export type FileRow =
  | { readonly line: number; readonly account: FiledAccount; readonly fault: null }
  | { readonly line: number; readonly account: null; readonly fault: "values" | "quotes" };

/** What a file of accounts comes to: the rows with their lines, or why it is none. */
export type AccountFile =
  | { readonly kind: "rows"; readonly rows: readonly FileRow[] }
  | { readonly kind: "fault"; readonly fault: "encoding" | "empty" }
  | { readonly kind: "fault"; readonly fault: "columns"; readonly missing: readonly string[] };

type Column = keyof FiledAccount;

/** The columns, by the names an office gives them. */
const HEADINGS: ReadonlyMap<string, Column> = new Map([
  ["username", "username"],
  ["账号", "username"],
  ["displayname", "displayName"],
  ["display_name", "displayName"],
  ["姓名", "displayName"],
  ["roles", "roles"],
  ["角色", "roles"],
  ["areas", "areas"],
  ["区划", "areas"],
  ["department", "department"],
  ["部门", "department"],
]);
const NEEDED: readonly Column[] = ["username", "displayName", "roles", "areas"];
/** What spreadsheets put between values, by where they come from. */
const DELIMITERS = [",", ";", "\t", "，", "；"];
const MOST_CHARACTERS = 1_000;

/**
 * Reads a file as an office's spreadsheet writes it: UTF-8, UTF-16 with its mark, or GB18030; lines that end in any way;
 * values parted by commas, semicolons or tabs. The command and the page read with this, so that both read one file alike.
 */
export function readAccountFile(bytes: Uint8Array): AccountFile {
  const text = decode(bytes);
  if (text === null) return { kind: "fault", fault: "encoding" };
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((content, at) => ({ content, line: at + 1 }))
    .filter(({ content }) => !/^[\s,;，；]*$/.test(content));
  const head = headOf(lines[0]?.content ?? "");
  const missing = NEEDED.filter((name) => !head.columns.includes(name));
  if (missing.length > 0) return { kind: "fault", fault: "columns", missing };
  const rows = lines
    .slice(1)
    .map(({ content, line }) => readRow(line, valuesOf(content, head.delimiter), head.columns));
  return rows.length === 0 ? { kind: "fault", fault: "empty" } : { kind: "rows", rows };
}

/** The first line tells what parts the values: whatever makes the most columns of it. */
function headOf(content: string) {
  const read = DELIMITERS.map((delimiter) => ({
    delimiter,
    columns: (valuesOf(content, delimiter) ?? []).map((name) => HEADINGS.get(name.toLowerCase())),
  }));
  const known = (columns: readonly (Column | undefined)[]) => columns.filter((column) => column !== undefined).length;
  return read.reduce((best, one) => (known(one.columns) > known(best.columns) ? one : best));
}

/** One line by itself: a quote that somebody forgot to close must not swallow the accounts after it. */
function valuesOf(content: string, delimiter: string): string[] | null {
  if (content.length > MOST_CHARACTERS) return null;
  try {
    const [record] = parse(content, { delimiter, relax_column_count: true, trim: true });
    return record ?? [];
  } catch {
    return null;
  }
}

function readRow(line: number, values: string[] | null, columns: readonly (Column | undefined)[]): FileRow {
  if (values === null) return { line, account: null, fault: "quotes" };
  if (values.length !== columns.length) return { line, account: null, fault: "values" };
  const value = (name: Column) => values[columns.indexOf(name)] ?? "";
  const department = columns.includes("department") ? value("department") : "";
  const account: FiledAccount = {
    username: value("username"),
    displayName: value("displayName"),
    roles: listed(value("roles")).map((role) => known(ROLE_TITLES, role)),
    areas: listed(value("areas")),
    department: department === "" ? null : known(DEPARTMENT_NAMES, department),
  };
  return { line, account, fault: null };
}

function known(words: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(words, word) ? (words[word] ?? word) : word;
}

/** Several values in one column, as people write them. */
function listed(text: string): string[] {
  return text.split(/[,，;；、|\s]+/).filter((one) => one !== "");
}

function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const marked = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : null;
  // Whatever is UTF-8 is taken for it: much of it would pass for GB18030 as well.
  for (const encoding of marked === null ? ["utf-8", "gb18030"] : [marked]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes("\0") ? null : text;
    } catch {
      // Not this one.
    }
  }
  return null;
}
