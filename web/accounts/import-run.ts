import type { FiledAccount, FileRow } from "../../schema/account-file.ts";
import type { AccountErrorCode, ImportAccountsV2Mutation } from "../generated/graphql.ts";

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
  /** The first line that the hub has not answered for; null when there is none. */
  readonly nextLine: number | null;
  readonly imported: number;
  readonly refused: readonly RefusedLine[];
  /** How many requests wait for another administrator: one for each call. */
  readonly requests: number;
  /** `stopped`: a call failed, and the rows after it were not sent; it can go on from there. */
  readonly state: "running" | "finished" | "stopped";
}

type Imported = Omit<NonNullable<ImportAccountsV2Mutation["importAccounts"]>, "errors">;
/** Sends one call; null when nothing of it was asked for. */
export type SendRows = (rows: readonly FiledAccount[]) => Promise<Imported | null>;

/**
 * Sends a file call by call, and tells after each how far it is. What was asked for stays so when a later call fails; given
 * how far it came then, it goes on from there. Where an answer was lost, the hub says of its lines that the usernames are
 * taken: nothing is made twice.
 */
export async function runImport(
  rows: readonly FileRow[],
  send: SendRows,
  tell: (progress: ImportProgress) => void,
  stopped: ImportProgress | null = null,
): Promise<void> {
  const unreadable = rows
    .filter(({ account }) => account === null)
    .map(({ line, fault }) => ({ line, reason: fault ?? ("values" as const) }));
  const readable = rows.flatMap(({ line, account }) => (account === null ? [] : [{ line, account }]));
  const from = readable.findIndex(({ line }) => line === (stopped?.nextLine ?? readable[0]?.line));
  let progress: ImportProgress = {
    rows: rows.length,
    done: unreadable.length,
    nextLine: readable[0]?.line ?? null,
    imported: 0,
    refused: unreadable,
    requests: 0,
    ...stopped,
    state: "running",
  };
  const change = (changed: Partial<ImportProgress>) => {
    progress = { ...progress, ...changed };
    tell(progress);
  };
  change({});
  for (let at = Math.max(from, 0); at < readable.length; at += ROWS_A_CALL) {
    const part = readable.slice(at, at + ROWS_A_CALL);
    const answer = await send(part.map(({ account }) => account));
    if (answer === null) return change({ state: "stopped" });
    change({
      done: progress.done + part.length,
      nextLine: readable[at + ROWS_A_CALL]?.line ?? null,
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
