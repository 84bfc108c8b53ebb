// Long enough that who confirms or judges it can tell what it was about.
const LENGTH = { least: 10, most: 200 };
/** A sentence has that many different letters: one that repeats a few says nothing. */
const LEAST_DIFFERENT = 4;

// Control and format characters, unassigned and private ones, lone surrogates, and ends of lines: nobody sees them, and
// some change what the characters around them look like. Variation selectors stay, which choose the form of a character.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
// Letters by their category that no font shows, such as the fillers of Hangul.
const IGNORED = /(?![\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}])\p{Default_Ignorable_Code_Point}/u;
const SEEN = /[\p{L}\p{N}]/gu;

/**
 * True for 10 to 200 characters on one line, without blanks around them, of which a reader sees ten letters or numerals
 * and which hold words: a reason that a supervisor reads as empty is none.
 */
export function isSentence(text: string): boolean {
  const { length } = [...text];
  if (length < LENGTH.least || length > LENGTH.most || text !== text.trim()) return false;
  if (UNSEEN.test(text) || IGNORED.test(text)) return false;
  const seen = text.normalize("NFKC").match(SEEN) ?? [];
  const letters = new Set(seen.filter((character) => /\p{L}/u.test(character)).map((letter) => letter.toLowerCase()));
  return seen.length >= LENGTH.least && letters.size >= LEAST_DIFFERENT;
}

/** How many letters and numerals a reader sees. */
export function countSeen(text: string): number {
  return [...text.normalize("NFKC").matchAll(SEEN)].filter(([character]) => !isUnseen(character)).length;
}

/** The text with what cannot be seen made visible, for records of what was not accepted. */
export function withUnseenShown(text: string): string {
  return [...text].map((character) => (isUnseen(character) ? "\uFFFD" : character)).join("");
}

function isUnseen(character: string): boolean {
  return UNSEEN.test(character) || IGNORED.test(character);
}
