/** What a file is not allowed to be in, as an operator knows it. */
export type OtherCharacterSet = "UTF-8" | "UTF-16 or UTF-32" | "EBCDIC" | "another character set";

const CODE_OF_H = 0x48;
const CODE_OF_H_IN_EBCDIC = 0xc8;

/**
 * What the first bytes of a file say of its character set; null when they say nothing. The agreed file has no mark of byte
 * order and begins with an H.
 */
export function characterSetOfBeginning(bytes: Buffer): OtherCharacterSet | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "UTF-8";
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (hasMark || (first === CODE_OF_H && second === 0) || first === 0) return "UTF-16 or UTF-32";
  return first === CODE_OF_H_IN_EBCDIC ? "EBCDIC" : null;
}

// Fewer may be one employer with a rare name.
const LEAST_UNUSUAL = 6;

const utf8 = new TextDecoder("utf-8", { fatal: true });
// Chinese text in UTF-8 has three bytes a character. What has two there, but for the dot in names, is a chance find.
const TWO_BYTES = /[\u0080-\u00B6\u00B8-\u07FF]/;

/**
 * True for a line that reads as Chinese in UTF-8. Much of UTF-8 decodes as GB18030 too, to other characters and without an
 * error; text in GB18030 is hardly ever UTF-8: 有限公司 never is.
 */
export function isInUtf8(line: Buffer): boolean {
  if (!hasHighByte(line)) return false;
  try {
    return !TWO_BYTES.test(utf8.decode(line));
  } catch {
    return false;
  }
}

/** Characters of a line beyond ASCII, and those among them that Chinese text in GB18030 is not made of. */
export interface Characters {
  readonly all: number;
  readonly unusual: number;
}

/** Reads a line as GB18030 and counts what is neither one of GB 2312's 6,763 characters nor of its signs. */
function countCharacters(line: Buffer): Characters {
  let [all, unusual] = [0, 0];
  for (let at = 0; at < line.length;) {
    const lead = line[at] ?? 0;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const trail = line[at + 1] ?? 0;
    all += 1;
    if (!isUsual(lead, trail)) unusual += 1;
    at += trail >= 0x30 && trail <= 0x39 ? 4 : 2;
  }
  return { all, unusual };
}

function isUsual(lead: number, trail: number): boolean {
  const isSign = lead >= 0xa1 && lead <= 0xa3;
  const isCharacter = lead >= 0xb0 && lead <= 0xf7;
  return trail >= 0xa1 && (isSign || isCharacter);
}

function hasHighByte(line: Buffer): boolean {
  return line.some((byte) => byte >= 0x80);
}

/** Looks at every line of a file as it goes by. */
export interface CharacterSetWatch {
  see(line: Buffer): void;
  /** What the lines until now are in, where that is not GB18030. */
  found(): OtherCharacterSet | null;
}

/** A name may hold a rare character, so what most lines and most characters are decides. */
export function watchCharacterSet(): CharacterSetWatch {
  let [lines, inUtf8, all, unusual] = [0, 0, 0, 0];
  return {
    see(line) {
      if (!hasHighByte(line)) return;
      lines += 1;
      if (isInUtf8(line)) {
        inUtf8 += 1;
        return;
      }
      const characters = countCharacters(line);
      all += characters.all;
      unusual += characters.unusual;
    },
    found() {
      if (inUtf8 > 0 && inUtf8 * 2 >= lines) return "UTF-8";
      return unusual >= LEAST_UNUSUAL && unusual * 2 > all ? "another character set" : null;
    },
  };
}
