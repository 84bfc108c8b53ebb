const asked = Number(process.env["ONEDOOR_TEST_RUNS"] ?? 0);

/** How often a property is tried: as often as the test says, or more when ONEDOOR_TEST_RUNS asks for it. */
export function runs(least: number): { numRuns: number } {
  return { numRuns: Math.max(least, asked) };
}

/** How long a property over operations may take, shrinking included. */
export const PATIENCE_MS = 240_000 + asked * 100;
