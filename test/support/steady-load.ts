/** Requests that come at their own pace, whether or not those before have been answered. */
export interface SteadyLoad {
  /** Sends no more, waits for what is under way, and tells how it went. */
  stop(): Promise<LoadReport>;
}

export interface LoadReport {
  readonly asked: number;
  /** What each request that was not answered as expected met. */
  readonly failures: readonly string[];
  readonly ms: readonly number[];
}

/** Asks so often a second, as clerks would. `ask` gives null when the answer is the expected one, or what is wrong. */
export function startLoad(perSecond: number, ask: () => Promise<string | null>): SteadyLoad {
  const underWay: Promise<void>[] = [];
  const failures: string[] = [];
  const ms: number[] = [];
  const startedAt = performance.now();
  let asked = 0;

  const askOnce = async (): Promise<void> => {
    const at = performance.now();
    const fault = await ask().catch((error: unknown) => String(error));
    ms.push(performance.now() - at);
    if (fault !== null) failures.push(fault);
  };
  const timer = setInterval(() => {
    // What a late timer has missed is made up for: the pace must not depend on how busy this process is.
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond);
    for (; asked < due; asked += 1) underWay.push(askOnce());
  }, 1_000 / perSecond);

  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      return { asked, failures, ms };
    },
  };
}

/** The value below which the given share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
