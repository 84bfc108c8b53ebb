// A province, city, county, township or village (GB/T 2260 and its statistical extensions).
const AREA_PREFIX = /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

/** True for 2, 4, 6, 9 or 12 digits. Trailing zeros are part of a code and never stripped. */
export function isAreaPrefix(code: string): boolean {
  return AREA_PREFIX.test(code);
}

// The character after "9" in the order of collation "C": every longer code with the prefix sorts before it.
const AFTER_DIGITS = ":";

/** The smallest range of codes, [from, to), that covers all the prefixes; empty for no prefix. */
export function areaRange(prefixes: readonly string[]): { from: string; to: string } {
  const sorted = [...prefixes].sort();
  const ends = prefixes.map((prefix) => prefix + AFTER_DIGITS).sort();
  return { from: sorted[0] ?? "", to: ends.at(-1) ?? "" };
}
