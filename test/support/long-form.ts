const { ONEDOOR_TEST_LONG: isLong, ONEDOOR_TEST_MINUTES: asked, ONEDOOR_TEST_RESIDENTS: residents } = process.env;

/** How often a test does something: a few times in `npm test`, and in full in `npm run test:long`. */
export function times({ short, long }: { short: number; long: number }): number {
  return isLong === undefined ? short : long;
}

/** How long a measurement goes on, as `--minutes` says. */
export const MINUTES = Number(asked ?? 1);

/** How many people a province has, as `--residents` says. */
export const PROVINCE_RESIDENTS = Number(residents ?? 2_000);

/** Says in the long form what was measured. */
export function tell(line: string): void {
  if (isLong !== undefined) console.log(line);
}
