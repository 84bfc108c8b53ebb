// How many digits the codes of provinces, cities, counties, townships and villages have.
const DIGITS = [2, 4, 6, 9, 12] as const;
const LEVELS = ["PROVINCE", "CITY", "COUNTY", "TOWNSHIP", "VILLAGE"] as const;

export type AreaStep = (typeof LEVELS)[number];

/** The codes from one of these divisions down to another, both included; empty where it lies in none of them. */
export function pathTo(code: string, within: readonly string[]): string[] {
  const start = within.find((one) => code.startsWith(one));
  if (start === undefined) return [];
  return DIGITS.filter((digits) => digits >= start.length && digits <= code.length).map((digits) =>
    code.slice(0, digits),
  );
}

/** The level below a code's own; null below the smallest that is wanted. */
export function stepBelow(code: string, smallest: AreaStep = "VILLAGE"): AreaStep | null {
  const at = DIGITS.findIndex((digits) => digits > code.length);
  return at > LEVELS.indexOf(smallest) ? null : (LEVELS[at] ?? null);
}
