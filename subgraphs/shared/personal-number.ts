// What a careless client sends where no value belongs: numbers that stand for a person, with letters around them or not.
const IDENTITY_NUMBER = /\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]/;
const NUMBER_ALONE = /(?<!\d)(?:\d{17}[\dXx]|\d{15}|0?1\d{10}|861[3-9]\d{9}|0\d{9,11})(?!\d)/;

// Random ids have runs of digits as well, and none of them is anybody's number.
const UUID = /(?<![\da-f])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\da-f])/gi;
const TRACE_ID = /(?<![\da-z])(?=\d*[a-f])(?:[\da-f]{32}|[\da-f]{16})(?![\da-z])/gi;

// As people write them: with blanks, hyphens or dots between the parts, and in full-width digits.
const BETWEEN_DIGITS = /(?<=\d)[\s\-‐-―·.,、_/]{1,3}(?=[\dXx])/gu;
// Fifteen digits, of the time before 1999: area, birth without the century, sequence.
const OLD_IDENTITY_NUMBER = /(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/;
// The card of foreigners with permanent residence: three letters and twelve digits, since 2023 like the others with a 9.
const RESIDENCE_CARD = /(?<![A-Za-z])[A-Za-z]{3}\d{12}(?!\d)/;

/** True for text that holds somebody's identity number, however it is written. */
export function holdsIdentityNumber(text: string): boolean {
  const plain = text.normalize("NFKC");
  const joined = plain.replace(BETWEEN_DIGITS, "");
  return (
    IDENTITY_NUMBER.test(joined) ||
    [plain, joined].some((one) => OLD_IDENTITY_NUMBER.test(one) || RESIDENCE_CARD.test(one))
  );
}

/** True for text that holds an identity number, or a telephone number. */
export function holdsPersonalNumber(text: string): boolean {
  const withoutUuids = text.replace(UUID, "");
  return IDENTITY_NUMBER.test(withoutUuids) || NUMBER_ALONE.test(withoutUuids.replace(TRACE_ID, ""));
}

/** The text without its long numbers, if one of them may be somebody's. */
export function withoutPersonalNumbers(text: string): string {
  if (!holdsPersonalNumber(text) && !holdsIdentityNumber(text)) return text;
  return text.normalize("NFKC").replace(/\d(?:[\s\-‐-―·.,、_/]{0,3}\d){7,}[Xx]?/gu, "");
}
