// Half a surrogate pair: in a pattern with the flag u a whole pair is one character, so only halves are found.
const HALF_A_PAIR = /\p{Surrogate}/u;

/**
 * What readers of other forms put in place of a character that their form can't carry, such as a NUL in XML. Unicode
 * keeps it for a program's own use, so no text that is meant for people holds it.
 */
export const UNSTORABLE = "\uFDD0";

/** True for text PostgreSQL can hold and gives back unchanged: it has neither NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && !text.includes(UNSTORABLE) && !HALF_A_PAIR.test(text);
}

/** Where in a value a text stands that can't be stored, keys included; null when there is none. */
export function findUnstorable(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (string | number)[] | null {
  if (typeof value === "string") return isStorable(value) ? null : path;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (typeof key === "string" && !isStorable(key)) return path;
    const found = findUnstorable(inner, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
