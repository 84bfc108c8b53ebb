/** Why a viewer looks at a person; entered in the access record word for word. */
export interface Purpose {
  readonly kind: "case" | "item" | "duty";
  readonly detail: string;
}

// A duty is a sentence, so that the supervisor who confirms it later can tell what it was.
const DUTY_LENGTH = { least: 10, most: 200 };
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Reads the `x-purpose` header: `case:<case number>`, `item:<item code>` or `duty:<10–200 characters>`.
 * Header values are Latin-1 on the wire, so clients percent-encode other characters. Null when it is
 * missing or malformed: the personal fields are then refused, never guessed.
 */
export function readPurpose(header: string | undefined): Purpose | null {
  if (header === undefined) return null;
  const colon = header.indexOf(":");
  if (colon === -1) return null;
  const kind = header.slice(0, colon);
  const detail = decode(header.slice(colon + 1)).trim();
  if (kind === "case" || kind === "item") return CODE.test(detail) ? { kind, detail } : null;
  const length = [...detail].length;
  if (kind !== "duty" || length < DUTY_LENGTH.least || length > DUTY_LENGTH.most) return null;
  return hasControlCharacter(detail) ? null : { kind, detail };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(rawUtf8(text));
  } catch {
    return text;
  }
}

// curl and some counters send raw UTF-8 bytes, which arrive as one Latin-1 character per byte.
function rawUtf8(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  const decoded = bytes.toString("utf8");
  return decoded.includes("\uFFFD") ? text : decoded;
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < " " || character === "\u007F");
}
