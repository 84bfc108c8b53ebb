import { LRUCache } from "lru-cache";
import { pinyin } from "pinyin-pro";

// The same names come again and again, and working one out takes longer than drawing it.
const known = new LRUCache<string, string>({ max: 65_536 });

/**
 * The first letters of a name's pinyin, `wrx` for 万仁兴. A surname counts as it is read as a surname (单 is `s`, 曾 `z`);
 * of other characters with several readings, the commonest does. Of what is no Chinese character, letters alone count.
 */
export function nameInitials(name: string): string {
  let initials = known.get(name);
  if (initials === undefined) {
    const syllables = pinyin(name, { surname: "head", pattern: "first", toneType: "none", type: "array" });
    initials = syllables
      .join("")
      .toLowerCase()
      .replace(/[^a-z]/g, "");
    known.set(name, initials);
  }
  return initials;
}
