import { lookEvery } from "../../subgraphs/shared/look-every.ts";
import type { Need } from "../../subgraphs/shared/readiness.ts";
import type { RecordHealth } from "../answer/access-record.ts";
import { faultWithin } from "../telemetry/fault-within.ts";
import type { Log } from "../telemetry/logger.ts";

/** One thing that must be there before requests may be sent here. */
export interface WatchedNeed {
  readonly need: Need;
  /** As far as the last look tells. */
  readonly isMet: () => boolean;
  /** Looks again. Never rejects. */
  readonly look?: () => Promise<void>;
}

/** Whether a process can answer. Looked after in the background: a probe costs no query, however often it comes. */
export interface Readiness {
  /** What is missing now; nothing when the process is ready. */
  readonly missing: () => readonly Need[];
  close(): Promise<void>;
}

export const CHECK_EVERY_MS = 5_000;
// A database that hangs is as good as none.
const DATABASE_WITHIN_MS = 2_000;

/** What the router needs. A supergraph is there: nothing listens before one is loaded. */
export function needsOfRouter(
  record: RecordHealth | undefined,
  knowsStanding: (() => boolean) | undefined,
): WatchedNeed[] {
  return [
    ...(record === undefined
      ? []
      : [{ need: "access-record", isMet: record.isWritable, look: () => record.check() } as const]),
    ...(knowsStanding === undefined ? [] : [rightsNeed(knowsStanding)]),
  ];
}

/** While revoked tokens cannot be checked, no token is taken. */
export function rightsNeed(knowsStanding: () => boolean): WatchedNeed {
  return { need: "changes-of-rights", isMet: knowsStanding };
}

/** A department's own database. */
export function databaseNeed(check: () => Promise<void>): WatchedNeed {
  let isThere = true;
  return {
    need: "database",
    isMet: () => isThere,
    async look() {
      isThere = (await faultWithin(check(), DATABASE_WITHIN_MS)) === null;
    },
  };
}

/** Looks once before it returns, so that a process that has just started does not turn its first probe away. */
export async function watchReadiness(
  needs: readonly WatchedNeed[],
  everyMs: number,
  onChange: (missing: readonly Need[]) => void = () => undefined,
): Promise<Readiness> {
  const missing = (): Need[] => needs.filter(({ isMet }) => !isMet()).map(({ need }) => need);
  let told = 0;
  const look = async (): Promise<void> => {
    await Promise.all(needs.map(async (one) => one.look?.()));
    const found = missing();
    if (found.length !== told) onChange(found);
    told = found.length;
  };
  await look();
  const looking = lookEvery(everyMs, look);
  return { missing, close: () => looking.close() };
}

/** Says in the log when requests should no longer be sent here, and when they may be again. */
export function logReadiness(logger: Log): (missing: readonly Need[]) => void {
  return (missing) => {
    if (missing.length > 0) logger.warn({ missing }, "not ready: no requests should be sent here");
    else logger.info("ready again");
  };
}
