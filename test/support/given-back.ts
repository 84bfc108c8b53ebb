import { afterAll, vi } from "vitest";

/** At the end of every file: the next one in the same process finds settings, clock and functions as they were. */
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
});
