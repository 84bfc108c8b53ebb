import { faultOfIdNumber, type IdNumberFault, inTodaysForm, isIdNumberShape } from "./id-number.ts";

/** Numbers people carry that nobody can be looked up by. */
export type OtherNumber = "old-permanent-residence" | "phone" | "passport" | "credit-code";

export type WantedFault =
  | { readonly fault: "length"; readonly count: number }
  | { readonly fault: IdNumberFault; readonly digits: string }
  /** A number of 15 digits; the same number as it is written today, where it can be told. */
  | { readonly fault: "old-form"; readonly instead: string | null }
  /** Letters that look like digits; the number with those digits, where that makes it a right one. */
  | { readonly fault: "letters"; readonly instead: string }
  | { readonly fault: OtherNumber }
  | { readonly fault: "one-letter" };

/** What somebody looks for, as it was typed. */
export type Wanted =
  | { readonly kind: "nothing" }
  | { readonly kind: "id-number"; readonly idNumber: string }
  | ({ readonly kind: "wrong" } & WantedFault)
  /** How a name begins, one that is whole included. */
  | { readonly kind: "name"; readonly name: string }
  /** The first letters of a name's pinyin. */
  | { readonly kind: "initials"; readonly initials: string };

// What stands for X on a keyboard without one: the sign of multiplication, and letters of other scripts.
const LIKE_X = /[×хХχΧ✕✖*]$/u;
const LIKE_DIGITS: Readonly<Record<string, string>> = {
  O: "0",
  Q: "0",
  D: "0",
  I: "1",
  L: "1",
  Z: "2",
  S: "5",
  B: "8",
};
const INVISIBLE = /\p{Cf}/gu;
const BETWEEN_DIGITS = /[\s\p{Pd}−_.]/gu;
const MOST_INITIALS = 6;

const OTHERS: readonly (readonly [OtherNumber, RegExp])[] = [
  // Country, place, six digits of the day of birth, a digit and a check digit; since 2023 such cards have 18 digits.
  ["old-permanent-residence", /^[A-Z]{3}\d{12}$/],
  ["phone", /^(?:(?:00)?86)?1[3-9]\d{9}$|^0\d{9,11}$/],
  // Passports, and the passes of Hong Kong, Macao and Taiwan.
  ["passport", /^(?:[A-Z]\d{7,10}|[A-Z]{2}\d{6,8})$/],
  // GB 32100: of an enterprise, not of a person.
  ["credit-code", /^[159ANY][1-9A][0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}$/],
];

/** Tells a number from a name, and says of a number that is none what is wrong with it before anybody is asked. */
export function readWanted(typed: string, now = Date.now()): Wanted {
  const text = typed.replaceAll(INVISIBLE, "").trim();
  if (text === "") return { kind: "nothing" };
  // Full-width digits and letters come from Chinese keyboards, blanks and hyphens from copied texts.
  const number = text.normalize("NFKC").replaceAll(BETWEEN_DIGITS, "").replace(/^\+/, "").toUpperCase();
  return isNumberLike(number) ? readNumber(number.replace(LIKE_X, "X"), now) : readName(text);
}

function isNumberLike(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "").length;
  return digits > 0 && digits * 2 >= text.length && /^[A-Z\d]+.?$/u.test(text);
}

function readNumber(number: string, now: number): Wanted {
  if (isIdNumberShape(number)) {
    const fault = faultOfIdNumber(number, now);
    if (fault === null) return { kind: "id-number", idNumber: number };
    return { kind: "wrong", fault, digits: number.slice(6, 14) };
  }
  if (/^\d{15}$/.test(number)) return { kind: "wrong", fault: "old-form", instead: inTodaysForm(number) };
  const instead = [...number].map((one, at) => (at === 17 && one === "X" ? one : (LIKE_DIGITS[one] ?? one))).join("");
  if (isIdNumberShape(instead) && faultOfIdNumber(instead, now) === null) {
    return { kind: "wrong", fault: "letters", instead };
  }
  const other = OTHERS.find(([, shape]) => shape.test(number));
  if (other !== undefined) return { kind: "wrong", fault: other[0] };
  return { kind: "wrong", fault: "length", count: number.length };
}

function readName(text: string): Wanted {
  const letters = text.normalize("NFKC");
  if (/^[a-z]$/i.test(letters)) return { kind: "wrong", fault: "one-letter" };
  if (/^[a-z]+$/i.test(letters) && letters.length <= MOST_INITIALS) return { kind: "initials", initials: letters };
  return { kind: "name", name: nameOf(text) };
}

// One point stands between the parts of a name, whichever of its forms a keyboard has; blanks only fill a column.
const POINTS = /(?<=\p{Script=Han})\s*[·•‧∙⋅・･．.᛫●◦]\s*(?=\p{Script=Han})/gu;
const BLANKS = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;

/** A name as registers have it: composed (NFC), and no further, since compatibility forms are other characters. */
function nameOf(text: string): string {
  return text.normalize("NFC").replaceAll(POINTS, "·").replaceAll(BLANKS, "");
}
