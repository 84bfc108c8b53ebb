import { HubError } from "./errors.ts";

// A province, city, county, township or village (GB/T 2260 and its statistical extensions).
const AREA_PREFIX = /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;

/** True for 2, 4, 6, 9 or 12 digits. Trailing zeros are part of a code and never stripped. */
export function isAreaPrefix(code: string): boolean {
  return AREA_PREFIX.test(code);
}

/**
 * The code of the division that somebody means. GB/T 2260 writes provinces and cities with six digits (320100), statistics
 * write everything with twelve (320105000000): no county's own digits are 00 and no township's or village's 000, so what
 * is filled up with zeros is read as the shorter code. Null for no code. For what people and files give: the areas of a
 * viewer and of a row are codes already.
 */
export function readAreaCode(given: string): string | null {
  if (!isAreaPrefix(given)) return null;
  let code = given;
  while (code.length > 6 && code.endsWith("000")) code = code.slice(0, -3);
  while (code.length > 2 && code.length <= 6 && code.endsWith("00")) code = code.slice(0, -2);
  return code;
}

// GB/T 2260: the first two digits of every province, autonomous region, municipality and special administrative region.
const PROVINCES = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split(" "),
);

/**
 * Whether a code may be some division's, as far as the standard alone tells: a province there is, no county of the city
 * "00" and no village of the township "000". A city may have townships without a county between them (441900003).
 */
export function isPossibleArea(code: string): boolean {
  return (
    isAreaPrefix(code) &&
    PROVINCES.has(code.slice(0, 2)) &&
    code.slice(2, 4) !== "00" &&
    !/^000/.test(code.slice(6)) &&
    code.slice(9) !== "000"
  );
}

/** The division that a filter's `areaCode` names. Null when none is given; what is no code is refused. */
export function areaOfFilter(areaCode: string | null | undefined): string | null {
  if (areaCode == null) return null;
  const code = readAreaCode(areaCode);
  if (code === null) throw new HubError("BAD_USER_INPUT", "filter.areaCode must be 2, 4, 6, 9 or 12 digits.");
  return code;
}

/** How many digits the code of a division has, by its level. */
export const AREA_DIGITS = { PROVINCE: 2, CITY: 4, COUNTY: 6, TOWNSHIP: 9, VILLAGE: 12 };
export type AreaLevel = keyof typeof AREA_DIGITS;

/** Which level a code is of; null for no code. */
export function levelOf(code: string): AreaLevel | null {
  const levels = Object.keys(AREA_DIGITS) as AreaLevel[];
  return levels.find((level) => AREA_DIGITS[level] === code.length) ?? null;
}

// The character after "9" in the order of collation "C": every longer code with the prefix sorts before it.
const AFTER_DIGITS = ":";

/** The smallest range of codes, [from, to), that covers all the prefixes; empty for no prefix. */
export function areaRange(prefixes: readonly string[]): { from: string; to: string } {
  const sorted = [...prefixes].sort();
  const ends = prefixes.map((prefix) => prefix + AFTER_DIGITS).sort();
  return { from: sorted[0] ?? "", to: ends.at(-1) ?? "" };
}
