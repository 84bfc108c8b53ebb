import type { RecordHealth } from "./record.ts";

/** What must be there before requests may be sent here. A supergraph is: nothing listens before one is loaded. */
export type Need = "access-record" | "changes-of-rights";

/** Whether the hub can answer. Looked after in the background: a probe costs no query, however often it comes. */
export interface Readiness {
  /** What is missing now; nothing when the hub is ready. */
  readonly missing: () => readonly Need[];
  close(): void;
}

export const CHECK_EVERY_MS = 5_000;

/** Looks once before it returns, so that a hub that has just started does not turn its first probe away. */
export async function watchReadiness(
  record: RecordHealth | undefined,
  everyMs: number,
  onChange: (missing: readonly Need[]) => void = () => undefined,
  knowsStanding: () => boolean = () => true,
): Promise<Readiness> {
  const missing = (): Need[] => [
    ...(record === undefined || record.isWritable() ? [] : (["access-record"] as const)),
    // While nobody can tell which tokens are over, none is taken.
    ...(knowsStanding() ? [] : (["changes-of-rights"] as const)),
  ];
  let told = 0;
  const look = async (): Promise<void> => {
    await record?.check();
    const found = missing();
    if (found.length !== told) onChange(found);
    told = found.length;
  };
  await look();
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // It never rejects: what it finds out is whether the record can be written.
    look()
      .catch(() => undefined)
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  timer.unref();
  return {
    missing,
    close: () => clearInterval(timer),
  };
}
