/** Fen as old systems print yuan: "1,234.50". */
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  const yuan = Number(digits.slice(0, -2)).toLocaleString("en-US");
  return `${fen < 0 ? "-" : ""}${yuan}.${digits.slice(-2)}`;
}

/** 2026-11-23 as old systems print days: 20261123. */
export function digitsOf(day: string | null): string {
  return day === null ? "" : day.replaceAll("-", "");
}

/** A meaning as the code a system has for it. */
export function codeOf<Meaning extends string>(meanings: readonly Meaning[], meaning: Meaning): string {
  return String(meanings.indexOf(meaning) + 1).padStart(2, "0");
}
