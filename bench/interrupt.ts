/** The user has asked the benchmark to stop. */
export class Interrupted extends Error {}

/** Rejects with Interrupted when the terminal or the system asks this process to end; never resolves. */
export function interruption(): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      // Kept for good: a second Ctrl-C must not end the clearing up.
      process.on(signal, () => reject(new Interrupted(signal)));
    }
  });
}
