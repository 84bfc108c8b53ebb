import { idNumberCheck } from "./id-number.ts";

// What a careless client sends where no value belongs: numbers that stand for a person, with letters around them or not.
const IDENTITY_NUMBER = /\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]/;
const NUMBER_ALONE = /(?<!\d)(?:\d{17}[\dXx]|\d{15}|0?1\d{10}|861[3-9]\d{9}|0\d{9,11})(?!\d)/;

// Random ids have runs of digits as well, and none of them is anybody's number.
const UUID = /(?<![\da-f])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\da-f])/gi;
const TRACE_ID = /(?<![\da-z])(?=\d*[a-f])(?:[\da-f]{32}|[\da-f]{16})(?![\da-z])/gi;

// As people write them: with blanks, hyphens or dots between the parts, and in full-width digits.
const BETWEEN_DIGITS = /(?<=\d)[\s\-‐-―·.,、_/]{1,3}(?=[\dXx])/gu;
// With anything else between them that is neither letter nor number. Times and lists of numbers look like that too, so
// what stands there is an identity number only when its check character is right.
const ANYTHING_BETWEEN = /(?<=\d)[^\p{L}\p{N}]{1,8}(?=[\dXx])/gu;
const EACH_IDENTITY_NUMBER = new RegExp(`(?=(${IDENTITY_NUMBER.source}))`, "g");
// Fifteen digits, of the time before 1999: area, birth without the century, sequence.
const OLD_IDENTITY_NUMBER = /(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/;
// The card of foreigners with permanent residence: three letters and twelve digits, since 2023 like the others with a 9.
const RESIDENCE_CARD = /(?<![A-Za-z])[A-Za-z]{3}\d{12}(?!\d)/;

// Nobody sees these between two digits, U+FFFD being what the record shows in their place.
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\uFFFD]/gu;
const OTHER_DIGIT = /(?![0-9])\p{Nd}|[〇零一二三四五六七八九]/gu;
const NUMERALS = "零一二三四五六七八九";
const OTHER_X = /[ХхΧχ×]/g;

/** True for text that holds somebody's identity number, however it is written. */
export function holdsIdentityNumber(text: string): boolean {
  const plain = inPlainDigits(text);
  const joined = plain.replace(BETWEEN_DIGITS, "");
  return (
    IDENTITY_NUMBER.test(joined) ||
    [plain, joined].some((one) => OLD_IDENTITY_NUMBER.test(one) || RESIDENCE_CARD.test(one)) ||
    holdsCheckedNumber(plain.replace(ANYTHING_BETWEEN, ""))
  );
}

/** True for text that holds an identity number, or a telephone number. */
export function holdsPersonalNumber(text: string): boolean {
  const withoutUuids = text.replace(UUID, "");
  return (
    IDENTITY_NUMBER.test(withoutUuids) ||
    holdsCheckedNumber(withoutUuids.replace(ANYTHING_BETWEEN, "")) ||
    NUMBER_ALONE.test(withoutUuids.replace(TRACE_ID, ""))
  );
}

/** The text without its long numbers, if one of them may be somebody's. */
export function withoutPersonalNumbers(text: string): string {
  if (!holdsPersonalNumber(text) && !holdsIdentityNumber(text)) return text;
  return inPlainDigits(text).replace(/\d(?:[^\p{L}\p{N}]{0,8}\d){7,}[Xx]?/gu, "");
}

/** The text with digits of every script, and Chinese ones, written as ours, and without what nobody sees. */
function inPlainDigits(text: string): string {
  return text.normalize("NFKC").replace(UNSEEN, "").replace(OTHER_DIGIT, asDigit).replace(OTHER_X, "X");
}

/** Unicode has the ten digits of each script in a row, beginning with its zero. */
function asDigit(character: string): string {
  if (character === "〇") return "0";
  const read = NUMERALS.indexOf(character);
  if (read !== -1) return String(read);
  const point = character.codePointAt(0) ?? 0;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1;
  return String(value % 10);
}

function holdsCheckedNumber(digits: string): boolean {
  for (const [, number = ""] of digits.matchAll(EACH_IDENTITY_NUMBER)) {
    if (idNumberCheck(number.slice(0, 17)) === number.charAt(17).toUpperCase()) return true;
  }
  return false;
}
