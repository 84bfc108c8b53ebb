import { createHash } from "node:crypto";
import { defineFailures } from "../shared/expected-failure.ts";
import { isRequestKey } from "../shared/request-keys.ts";

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

/** A key stands for one change: a client that got no answer sends it again, and the change is made once. */
export function checkKey(key: string): void {
  if (isRequestKey(key)) return;
  throw failure("INVALID_KEY", "input.key must be 16 to 64 letters, digits, _ or -.", "key");
}

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

/** Tells the same change sent twice from another one under its key. */
export function hashOf(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
