import { today } from "../shown/today.ts";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
const SHAPE = /^\d{17}[\dX]$/;
const EARLIEST_YEAR = 1850;

/** What is wrong with a number of 18 characters (GB 11643); null when nothing is. Those of permanent residents begin with 9. */
export type IdNumberFault = "day" | "future" | "check";

export function faultOfIdNumber(number: string, now: number): IdNumberFault | null {
  const day = dayOf(number.slice(6, 14));
  if (day === null) return "day";
  if (day > today(now)) return "future";
  return checkOf(number) === number[17] ? null : "check";
}

export function isIdNumberShape(text: string): boolean {
  return SHAPE.test(text);
}

/**
 * A number from before 1999, which had 15 digits, in today's form: the century and the check character were added, nothing
 * else was changed. Null when its day is none.
 */
export function inTodaysForm(fifteenDigits: string): string | null {
  const seventeen = `${fifteenDigits.slice(0, 6)}19${fifteenDigits.slice(6)}`;
  return dayOf(seventeen.slice(6, 14)) === null ? null : seventeen + checkOf(seventeen);
}

function checkOf(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return CHECKS.charAt(sum % 11);
}

/** A day written with eight digits; null when no calendar has it. */
function dayOf(digits: string): string | null {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  if (year === undefined || month === undefined || day === undefined || year < EARLIEST_YEAR) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, "YYYY-MM-DD".length) : null;
}
