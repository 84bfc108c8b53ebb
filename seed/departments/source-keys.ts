/** The systems elsewhere that know residents by numbers of their own, each with the letters its numbers begin with. */
const LETTERS = {
  taxation: "S",
  "market-regulation": "JY",
  "housing-fund": "GJ",
  "utilities/water": "W",
  "utilities/electricity": "E",
  "utilities/gas": "G",
} as const;

export type SourceName = keyof typeof LETTERS;

// A prime above the most residents there can be: every index has a number, and no two the same.
const MODULUS = 17_849_231;
const FACTOR = 7_654_321;
const DIGITS = 8;

/** The number a system has for a resident. It follows from the order of loading, never from the identity number. */
export function sourceKeyOf(source: SourceName, index: number): string {
  const number = (index * FACTOR + shiftOf(source)) % MODULUS;
  return LETTERS[source] + String(number).padStart(DIGITS, "0");
}

/** The resident behind a number; null when the system never gave it out. */
export function indexOfSourceKey(source: SourceName, key: string): number | null {
  const letters = LETTERS[source];
  if (!key.startsWith(letters) || !/^\d{8}$/.test(key.slice(letters.length))) return null;
  const number = Number(key.slice(letters.length));
  if (number >= MODULUS) return null;
  const shifted = BigInt((number - shiftOf(source) + MODULUS) % MODULUS);
  return Number((shifted * INVERSE) % BigInt(MODULUS));
}

const INVERSE = inverse(BigInt(FACTOR), BigInt(MODULUS));

/** Fermat: in a prime field, the power to the modulus less two. */
function inverse(value: bigint, modulus: bigint): bigint {
  let result = 1n;
  let base = value % modulus;
  for (let exponent = modulus - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

function shiftOf(source: SourceName): number {
  return Object.keys(LETTERS).indexOf(source) * 1_234_577;
}
