const isLong = process.env["ONEDOOR_TEST_LONG"] !== undefined;

/** How often a test does something: a few times in `npm test`, and in full in `npm run test:long`. */
export function times({ short, long }: { short: number; long: number }): number {
  return isLong ? long : short;
}
