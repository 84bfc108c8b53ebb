import type { RecordHealth } from "./record.ts";

/** What must be there before requests may be sent here. A supergraph is: nothing listens before one is loaded. */
export type Need = "access-record";

/** Whether the hub can answer. Looked after in the background: a probe costs no query, however often it comes. */
export interface Readiness {
  /** What is missing now; nothing when the hub is ready. */
  readonly missing: () => readonly Need[];
  close(): void;
}

export const CHECK_EVERY_MS = 5_000;

/** Looks once before it returns, so that a hub that has just started does not turn its first probe away. */
export async function watchReadiness(record: RecordHealth | undefined, everyMs: number): Promise<Readiness> {
  await record?.check();
  let isChecking = false;
  const check = async (): Promise<void> => {
    if (isChecking) return;
    isChecking = true;
    await record?.check();
    isChecking = false;
  };
  const timer = setInterval(() => {
    // It never rejects: what it finds out is whether the record can be written.
    check().catch(() => undefined);
  }, everyMs);
  timer.unref();
  return {
    missing: () => (record === undefined || record.isWritable() ? [] : ["access-record"]),
    close: () => clearInterval(timer),
  };
}
