import fc from "fast-check";

const WELL_FORMED = /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/;
export const isWellFormed = (code: string) => WELL_FORMED.test(code);
export const isWellFormedList = (text: string) => text.split(",").every(isWellFormed);

const wellFormed = fc.constantFrom(
  "32",
  "3201",
  "3213",
  "320101",
  "320205001",
  "320205001003",
  "321308012",
  "33",
  "320000000",
);
// NUL cannot be sent to PostgreSQL at all.
const anything = fc.string({ unit: "binary", maxLength: 13 }).filter((text) => !text.includes("\0"));
/** One area of a claim, mostly as it should be. */
export const area = fc.oneof(
  { weight: 6, arbitrary: wellFormed },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "3", "320", "32 ", " 32", "32%", "%", "_2", "32\n", "32,33", "3２", "-32"),
  },
  { weight: 1, arbitrary: anything },
);
export const brokenLists = [
  "",
  ",",
  ",32",
  "32,",
  "32,,33",
  "{}",
  "{32}",
  "3",
  "320",
  "3201050",
  "32,320",
  ":",
  "32;",
  "32\n",
  "NULL",
];
/** Nearly lists of areas, and texts of every kind. */
export const listLike = fc.oneof(
  fc.constantFrom(...brokenLists, "-1", "99999999999999999999"),
  fc.array(fc.oneof(wellFormed, fc.stringMatching(/^\d{0,13}$/)), { maxLength: 4 }).map((codes) => codes.join(",")),
  fc.string({ unit: fc.constantFrom("0", "1", "2", "3", ",", " ", "\n", "{", "}", '"'), maxLength: 14 }),
  anything,
);
/** What is no list of areas, nor one bound of them. */
export const junk = listLike.filter((text) => !isWellFormedList(text.replace(/:$/, "")));
