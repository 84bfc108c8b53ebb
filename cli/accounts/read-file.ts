import { readFile, stat } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import type { AccountInput } from "../../subgraphs/index.ts";
import { OperatorError } from "../postgres/operator-error.ts";

/** A row of the file, or what is wrong with its form. */
export interface FileRow {
  readonly line: number;
  readonly account: AccountInput | null;
  readonly fault: string | null;
}

const MOST_BYTES = 32 * 1024 * 1024;
const MOST_CHARACTERS = 1_000;

/** The columns, by the names an office gives them. */
const HEADINGS: Readonly<Record<string, keyof AccountInput>> = {
  username: "username",
  账号: "username",
  displayname: "displayName",
  display_name: "displayName",
  姓名: "displayName",
  roles: "roles",
  角色: "roles",
  areas: "areas",
  区划: "areas",
  department: "department",
  部门: "department",
};
const NEEDED: readonly (keyof AccountInput)[] = ["username", "displayName", "roles", "areas"];

/** Reads a CSV file of accounts, in UTF-8 or GB18030. What is wrong with a row is said of that row, and ends nothing. */
export async function readAccountFile(path: string): Promise<FileRow[]> {
  const { size } = await stat(path).catch(() => {
    throw new OperatorError(`${path} can't be read: check the path and its rights.`);
  });
  if (size > MOST_BYTES) throw new OperatorError(`${path} is longer than ${MOST_BYTES} bytes: split it.`);
  const lines = decode(await readFile(path))
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((text, at) => ({ text, line: at + 1 }))
    .filter(({ text }) => text.trim() !== "");
  const [head, ...others] = lines;
  const columns = (readLine(head?.text ?? "") ?? []).map((name) => HEADINGS[name.toLowerCase()]);
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new OperatorError(`The first line must name the columns; it lacks ${missing.join(", ")}.`);
  }
  return others.map(({ text, line }) => ({ line, ...readRow(readLine(text), columns) }));
}

/** One line by itself: a quote that somebody forgot to close must not swallow the accounts after it. */
function readLine(text: string): string[] | null {
  if (text.length > MOST_CHARACTERS) return null;
  try {
    const [record] = parse(text, { relax_column_count: true, trim: true });
    return record ?? [];
  } catch {
    return null;
  }
}

function readRow(record: readonly string[] | null, columns: readonly (keyof AccountInput | undefined)[]) {
  if (record === null) {
    return { account: null, fault: "The line is not as CSV has it: a quote is open, or it is too long." };
  }
  if (record.length !== columns.length) {
    return { account: null, fault: `The line has ${record.length} columns, and the first has ${columns.length}.` };
  }
  const value = (name: keyof AccountInput) => record[columns.indexOf(name)] ?? "";
  const department = columns.includes("department") ? value("department") : "";
  const account: AccountInput = {
    username: value("username"),
    displayName: value("displayName"),
    roles: listed(value("roles")),
    areas: listed(value("areas")),
    department: department === "" ? null : department,
  };
  return { account, fault: null };
}

/** Several values in one column, as people write them. */
function listed(text: string): string[] {
  return text.split(/[;；、|\s]+/).filter((one) => one !== "");
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // What an office's spreadsheet writes.
    return iconv.decode(bytes, "gb18030");
  }
}
