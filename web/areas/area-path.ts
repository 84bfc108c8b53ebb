/** How many digits the code of a division has. */
export const AREA_DIGITS = { PROVINCE: 2, CITY: 4, COUNTY: 6, TOWNSHIP: 9, VILLAGE: 12 } as const;

export type AreaStep = keyof typeof AREA_DIGITS;
const LEVELS = Object.keys(AREA_DIGITS) as AreaStep[];
const DIGITS = Object.values(AREA_DIGITS);

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
