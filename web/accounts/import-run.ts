import type { AccountErrorCode, ImportAccountsMutation } from "../generated/graphql.ts";
import type { AccountRow } from "./account-file.ts";
import { csvValue } from "./csv.ts";

/** The most rows the hub takes in one call. */
const ROWS_A_CALL = 500;

export interface RefusedLine {
  readonly line: number;
  /** Null when the line does not have as many values as the first. */
  readonly code: AccountErrorCode | null;
}

/** How far an import has come. */
export interface ImportProgress {
  readonly rows: number;
  readonly done: number;
  readonly imported: number;
  readonly refused: readonly RefusedLine[];
  readonly codes: readonly { readonly username: string; readonly code: string }[];
  /** `stopped`: a call failed, and the rows after it were not sent. */
  readonly state: "running" | "finished" | "stopped";
}

type Imported = NonNullable<ImportAccountsMutation["importAccounts"]>;
/** Sends one call; null when it failed. */
export type SendRows = (rows: readonly NonNullable<AccountRow["account"]>[]) => Promise<Imported | null>;

/** Sends a file call by call, and tells after each how far it is. What was made stays made when a later call fails. */
export async function runImport(
  rows: readonly AccountRow[],
  send: SendRows,
  tell: (progress: ImportProgress) => void,
): Promise<void> {
  const unreadable = rows.filter(({ account }) => account === null).map(({ line }) => ({ line, code: null }));
  const readable = rows.flatMap(({ line, account }) => (account === null ? [] : [{ line, account }]));
  let progress: ImportProgress = {
    rows: rows.length,
    done: unreadable.length,
    imported: 0,
    refused: unreadable,
    codes: [],
    state: "running",
  };
  const change = (changed: Partial<ImportProgress>) => {
    progress = { ...progress, ...changed };
    tell(progress);
  };
  change({});
  for (let at = 0; at < readable.length; at += ROWS_A_CALL) {
    const part = readable.slice(at, at + ROWS_A_CALL);
    const answer = await send(part.map(({ account }) => account));
    if (answer === null) return change({ state: "stopped" });
    change({
      done: progress.done + part.length,
      imported: progress.imported + (answer.imported ?? 0),
      refused: [...progress.refused, ...refusedLines(answer, part)],
      codes: [...progress.codes, ...issuedCodes(answer)],
    });
  }
  change({ state: "finished" });
}

function refusedLines({ refused }: Imported, part: readonly { line: number }[]): RefusedLine[] {
  return (refused ?? []).map(({ row, code }) => ({ line: part[(row ?? 1) - 1]?.line ?? 0, code: code ?? null }));
}

function issuedCodes({ activationCodes }: Imported) {
  return (activationCodes ?? []).map(({ username, code }) => ({ username: username ?? "", code: code ?? "" }));
}

/** The codes as a file, for their holders. */
export function codesFile(codes: ImportProgress["codes"]): string {
  const lines = codes.map(({ username, code }) => `${csvValue(username)},${csvValue(code)}`);
  return ["username,code", ...lines, ""].join("\r\n");
}
