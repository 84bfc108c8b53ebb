/** How often a property is tried: as often as the test says, or more when ONEDOOR_TEST_RUNS asks for it. */
export function runs(least: number): { numRuns: number; endOnFailure: boolean } {
  return { numRuns: Math.max(least, Number(process.env["ONEDOOR_TEST_RUNS"] ?? 0)), endOnFailure: false };
}
