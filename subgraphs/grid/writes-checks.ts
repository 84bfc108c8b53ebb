import { defineFailures } from "../shared/expected-failure.ts";

const LONGEST_WORDS = 500;

/** Why a visit was not recorded or a task not completed; the codes of `GridErrorCode`. */
export const failure = defineFailures({
  NOT_FOUND: null,
  INVALID_KEY: "BAD_USER_INPUT",
  KEY_USED: "CONFLICT",
  ALREADY_COMPLETED: "CONFLICT",
  DAY_TO_COME: "BAD_USER_INPUT",
  VISIT_TOO_OLD: "BAD_USER_INPUT",
  BEFORE_VISIT: "BAD_USER_INPUT",
  INVALID_DUE_DAY: "BAD_USER_INPUT",
  TOO_MANY_ROWS: "BAD_USER_INPUT",
  INVALID_TEXT: "BAD_USER_INPUT",
});

/** How the department calls what every key can meet. */
export const keyFailures = {
  invalid: (message: string) => failure("INVALID_KEY", message, "key"),
  taken: (message: string) => failure("KEY_USED", message, "key"),
};

/** Free text as it is kept; null for none. Line breaks are its only control characters. */
export function wordsOf(text: string | null | undefined, field: string): string | null {
  const words = text?.trim() ?? "";
  const isPlain = [...words].every((character) => character === "\n" || (character >= " " && character !== "\u007F"));
  if (!isPlain || [...words].length > LONGEST_WORDS) {
    const message = `input.${field} may have ${LONGEST_WORDS} characters, without control characters.`;
    throw failure("INVALID_TEXT", message, field);
  }
  return words === "" ? null : words;
}
