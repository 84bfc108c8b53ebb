import { isCaseNumber, isItemCode } from "./code-scheme.ts";

export const purposeKinds = ["case", "item", "duty", "emergency"] as const;
export type PurposeKind = (typeof purposeKinds)[number];

/** Why a viewer looks at a person; entered in the access record word for word. */
export interface Purpose {
  readonly kind: PurposeKind;
  readonly detail: string;
}

// A sentence, so that whoever confirms it, at once or later, can tell what it was.
const SENTENCE_LENGTH = { least: 10, most: 200 };
// As the database writes it, so that one request has one spelling in the access record.
const REQUEST_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EMERGENCY = "emergency:";

/**
 * Reads the `x-purpose` header: `case:<case number>`, `item:<item code>`, `duty:<10–200 characters>` or
 * `emergency:<request id>`. Whether the role may give it, and what it names is there, is for others to find out. Header
 * values are Latin-1 on the wire, so clients percent-encode other characters. Null when it is missing or malformed: the
 * personal fields are then refused, never guessed.
 */
export function readPurpose(header: string | undefined): Purpose | null {
  if (header === undefined) return null;
  const colon = header.indexOf(":");
  if (colon === -1) return null;
  const kind = header.slice(0, colon);
  const detail = decode(header.slice(colon + 1)).trim();
  if (kind === "case") return isCaseNumber(detail) ? { kind, detail } : null;
  if (kind === "item") return isItemCode(detail) ? { kind, detail } : null;
  if (kind === "emergency") return isRequestId(detail) ? { kind, detail } : null;
  return kind === "duty" && isSentence(detail) ? { kind, detail } : null;
}

/** The item a resident names who only reads the own record; it stands in no catalogue. */
const OWN_RECORD = "own-record";

export function isForOwnRecord({ kind, detail }: Purpose): boolean {
  return kind === "item" && detail === OWN_RECORD;
}

/** The purpose as it stands in the header and in the access record. */
export function writePurpose({ kind, detail }: Purpose): string {
  return `${kind}:${detail}`;
}

/** True for the purpose of an emergency access, in the form of the header and of the access record. */
export function isEmergency(purpose: string | null | undefined): boolean {
  return purpose?.startsWith(EMERGENCY) ?? false;
}

/** True for text that can be the id of a request for emergency access. */
export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}

/** True for 10 to 200 characters on one line, without blanks around them. */
export function isSentence(text: string): boolean {
  const { length } = [...text];
  const fits = length >= SENTENCE_LENGTH.least && length <= SENTENCE_LENGTH.most;
  return fits && text === text.trim() && !hasControlCharacter(text);
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
