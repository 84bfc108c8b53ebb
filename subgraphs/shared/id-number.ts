// GB 11643-1999: weights of the first 17 digits, and the check character by the sum's remainder.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = "10X98765432";

/** The check character of the first 17 digits of an identity number (GB 11643). */
export function idNumberCheck(seventeenDigits: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(seventeenDigits[at]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/** No city has this prefix: numbers that begin with it are made up, and nobody's. */
const SYNTHETIC = "3299";

export function isSynthetic(value: string): boolean {
  return value.startsWith(SYNTHETIC);
}

/**
 * What is wrong with an identity number, or null when it is well-formed. The area part is the place of
 * registration when the number was issued, perhaps abolished since, so it is not looked up.
 */
export function faultOfIdNumber(value: string): string | null {
  if (!/^\d{17}[\dX]$/.test(value)) return "it must be 17 digits and a check character (0-9 or X)";
  if (!isDay(value.slice(6, 10), value.slice(10, 12), value.slice(12, 14))) return "digits 7-14 are not a date";
  if (idNumberCheck(value) !== value[17]) return "the check digit does not match";
  return null;
}

function isDay(year: string, month: string, dayOfMonth: string): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth)));
  return Number(year) >= 1850 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(dayOfMonth);
}
