const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
const SHAPE = /^\d{17}[\dX]$/;

/** What somebody looks for, as it was typed. */
export type Wanted =
  | { readonly kind: "nothing" }
  | { readonly kind: "id-number"; readonly idNumber: string }
  | { readonly kind: "wrong-id-number"; readonly fault: "length" | "check" }
  | { readonly kind: "name"; readonly name: string };

/** Tells an identity number (GB 11643) from a name, and finds a mistyped number before anybody is asked. */
export function readWanted(typed: string): Wanted {
  // Full-width digits come from Chinese keyboards, blanks from copied texts.
  const text = typed.normalize("NFKC").trim();
  if (text === "") return { kind: "nothing" };
  const number = text.replaceAll(/[\s-]/g, "").toUpperCase();
  if (!/^[\dX]+$/.test(number) || !/\d/.test(number)) return { kind: "name", name: text };
  if (!SHAPE.test(number)) return { kind: "wrong-id-number", fault: "length" };
  return hasRightCheck(number) ? { kind: "id-number", idNumber: number } : { kind: "wrong-id-number", fault: "check" };
}

function hasRightCheck(number: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return CHECKS[sum % 11] === number[17];
}
