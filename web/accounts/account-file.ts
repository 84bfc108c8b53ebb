import type { AccountRowInput } from "../generated/graphql.ts";
import { CsvFault, parseCsv } from "./csv.ts";

/** What a file of accounts comes to: the rows with their lines, or why it is none. */
export type AccountFile =
  | { readonly kind: "rows"; readonly rows: readonly AccountRow[] }
  | {
      readonly kind: "fault";
      readonly fault: "encoding" | "columns" | "empty" | "quotes" | "too-long";
      readonly line?: number;
    };

export interface AccountRow {
  readonly line: number;
  /** Null when the line does not have as many values as the first. */
  readonly account: AccountRowInput | null;
}

// The names that `hub import accounts` knows too.
const headings: ReadonlyMap<string, keyof AccountRowInput> = new Map([
  ["username", "username"],
  ["账号", "username"],
  ["displayname", "displayName"],
  ["姓名", "displayName"],
  ["roles", "roles"],
  ["角色", "roles"],
  ["areas", "areas"],
  ["区划", "areas"],
  ["department", "department"],
  ["部门", "department"],
]);
const NEEDED = ["username", "displayName", "roles", "areas"] as const;
const LARGEST_BYTES = 8 * 1024 * 1024;

/** Reads a file as an office sends it: UTF-8, or GB18030 as older spreadsheets write it. */
export function readAccountFile(bytes: Uint8Array): AccountFile {
  if (bytes.length > LARGEST_BYTES) return { kind: "fault", fault: "too-long" };
  const text = decode(bytes);
  if (text === null) return { kind: "fault", fault: "encoding" };
  try {
    return readRows(parseCsv(text));
  } catch (error) {
    if (error instanceof CsvFault) return { kind: "fault", fault: "quotes", line: error.line };
    throw error;
  }
}

function readRows([head = [], ...rest]: string[][]): AccountFile {
  const columns = head.map((name) => headings.get(name.trim().toLowerCase()));
  if (NEEDED.some((name) => !columns.includes(name))) return { kind: "fault", fault: "columns" };
  const rows = rest
    .map((values, at) => ({ values, line: at + 2 }))
    .filter(({ values }) => values.some((value) => value !== ""))
    .map(({ values, line }) => ({
      line,
      account: values.length === columns.length ? toAccount(values, columns) : null,
    }));
  return rows.length === 0 ? { kind: "fault", fault: "empty" } : { kind: "rows", rows };
}

function toAccount(
  values: readonly string[],
  columns: readonly (keyof AccountRowInput | undefined)[],
): AccountRowInput {
  const value = (name: keyof AccountRowInput) => values[columns.indexOf(name)] ?? "";
  const list = (name: "roles" | "areas") =>
    value(name)
      .split(/[;；]/)
      .map((one) => one.trim())
      .filter((one) => one !== "");
  const department = columns.includes("department") ? value("department") : "";
  return {
    username: value("username"),
    displayName: value("displayName"),
    roles: list("roles"),
    areas: list("areas"),
    department: department === "" ? null : department,
  };
}

function decode(bytes: Uint8Array): string | null {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this one.
    }
  }
  return null;
}
