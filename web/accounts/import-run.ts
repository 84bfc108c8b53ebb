import type { FiledAccount, FileRow } from "../../schema/account-file.ts";
import type { AccountErrorCode, ImportAccountsMutation } from "../generated/graphql.ts";

/** The most rows the hub takes in one call. */
const ROWS_A_CALL = 500;

export interface RefusedLine {
  readonly line: number;
  /** What the hub said, or what is wrong with the form of the line. */
  readonly reason: AccountErrorCode | "values" | "quotes";
}

/** How far an import has come. */
export interface ImportProgress {
  readonly rows: number;
  readonly done: number;
  readonly imported: number;
  readonly refused: readonly RefusedLine[];
  /** How many requests wait for another administrator: one for each call. */
  readonly requests: number;
  /** `stopped`: a call failed, and the rows after it were not sent. */
  readonly state: "running" | "finished" | "stopped";
}

type Imported = NonNullable<ImportAccountsMutation["importAccounts"]>;
/** Sends one call; null when it failed. */
export type SendRows = (rows: readonly FiledAccount[]) => Promise<Imported | null>;

/** Sends a file call by call, and tells after each how far it is. What was made stays made when a later call fails. */
export async function runImport(
  rows: readonly FileRow[],
  send: SendRows,
  tell: (progress: ImportProgress) => void,
): Promise<void> {
  const unreadable = rows
    .filter(({ account }) => account === null)
    .map(({ line, fault }) => ({ line, reason: fault ?? ("values" as const) }));
  const readable = rows.flatMap(({ line, account }) => (account === null ? [] : [{ line, account }]));
  let progress: ImportProgress = {
    rows: rows.length,
    done: unreadable.length,
    imported: 0,
    refused: unreadable,
    requests: 0,
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
      requests: progress.requests + (answer.requestId == null ? 0 : 1),
    });
  }
  change({ state: "finished" });
}

function refusedLines({ refused }: Imported, part: readonly { line: number }[]): RefusedLine[] {
  return (refused ?? []).map(({ row, code }) => ({ line: part[(row ?? 1) - 1]?.line ?? 0, reason: code ?? "values" }));
}
