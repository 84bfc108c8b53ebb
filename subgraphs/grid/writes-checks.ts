import { createHash } from "node:crypto";
import { HubError } from "../shared/errors.ts";

// As long as a short random id: two clients of one account must not meet by chance.
const KEY = /^[A-Za-z0-9_-]{16,64}$/;
const LONGEST_WORDS = 500;

/** A key stands for one change: a client that got no answer sends it again, and the change is made once. */
export function checkKey(key: string): void {
  if (KEY.test(key)) return;
  throw new HubError("BAD_USER_INPUT", "input.key must be 16 to 64 letters, digits, _ or -.");
}

/** Free text as it is kept; null for none. Line breaks are its only control characters. */
export function wordsOf(text: string | null | undefined, name: string): string | null {
  const words = text?.trim() ?? "";
  const isPlain = [...words].every((character) => character === "\n" || (character >= " " && character !== "\u007F"));
  if (!isPlain || [...words].length > LONGEST_WORDS) {
    throw new HubError("BAD_USER_INPUT", `${name} may have ${LONGEST_WORDS} characters, without control characters.`);
  }
  return words === "" ? null : words;
}

/** Tells the same change sent twice from another one under its key. */
export function hashOf(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
