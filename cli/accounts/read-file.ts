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
  const rows: FileRow[] = [];
  const records = parse(decode(await readFile(path)), {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    max_record_size: MOST_CHARACTERS,
    on_skip: (error) => {
      const line = Number(error?.["lines"] ?? 0);
      rows.push({ line, account: null, fault: "The line is not as CSV has it: a quote is open, or it is too long." });
      return undefined;
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const [head, ...others] = records;
  const columns = (head?.record ?? []).map((name) => HEADINGS[name.toLowerCase()]);
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new OperatorError(`The first line must name the columns; it lacks ${missing.join(", ")}.`);
  }
  for (const { record, info } of others) rows.push({ line: info.lines, ...readRow(record, columns) });
  return rows.sort((one, other) => one.line - other.line);
}

function readRow(record: readonly string[], columns: readonly (keyof AccountInput | undefined)[]) {
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
