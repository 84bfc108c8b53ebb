/** The user has asked the benchmark to stop. */
export class Interrupted extends Error {}

/** Aborted when the terminal or the system asks this process to end. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Kept for good: a second Ctrl-C must not end the clearing up.
    process.on(signal, () => controller.abort(new Interrupted(signal)));
  }
  return controller.signal;
}

/** Rejects as soon as the signal is aborted, with its reason; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
