import { LRUCache } from "lru-cache";
import { pinyin } from "pinyin-pro";
import { surnameReading } from "./surname-readings.ts";

/** The first letters of a name's pinyin, for a search by them. */
export interface NameInitials {
  /** `wrx` for 万仁兴, the surname as it is read as a surname (单 is `s`, 曾 `z`). */
  readonly initials: string;
  /** With the surname's other reading, `dxh` for 单晓红; null where it has one reading only. */
  readonly otherInitials: string | null;
}

// The same names come again and again, and working one out takes longer than drawing it.
const known = new LRUCache<string, NameInitials>({ max: 65_536 });

/**
 * The first letters under which a name is looked for. Of characters with several readings that are no surname, the
 * commonest does. Of what is no Chinese character, letters alone count.
 */
export function nameInitials(name: string): NameInitials {
  let found = known.get(name);
  if (found === undefined) {
    found = workOut(name);
    known.set(name, found);
  }
  return found;
}

function workOut(name: string): NameInitials {
  const reading = surnameReading(name);
  if (reading === null) return { initials: lettersOf(name, "head"), otherInitials: null };
  const given = lettersOf(name.slice(reading.surname.length), "off");
  return { initials: reading.asSurname + given, otherInitials: reading.otherwise + given };
}

function lettersOf(text: string, surname: "head" | "off"): string {
  const syllables = pinyin(text, { surname, pattern: "first", toneType: "none", type: "array" });
  return syllables
    .join("")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}
