import { isCaseNumber, isItemCode } from "./code-scheme.ts";
import { holdsIdentityNumber, withoutPersonalNumbers } from "./personal-number.ts";
import { isSentence, withUnseenShown } from "./sentence.ts";

export const purposeKinds = ["case", "item", "duty", "emergency"] as const;
export type PurposeKind = (typeof purposeKinds)[number];

/** Why a viewer looks at a person; entered in the access record word for word. */
export interface Purpose {
  readonly kind: PurposeKind;
  readonly detail: string;
}

// As the database writes it, so that one request has one spelling in the access record.
const REQUEST_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EMERGENCY = "emergency:";

/**
 * Reads the `x-purpose` header: `case:<case number>`, `item:<item code>`, `duty:<10–200 characters>` or
 * `emergency:<request id>`. A duty is a sentence that a supervisor can read, and holds nobody's identity number. Whether the role may give it, and what it names is there, is for others to find out. Header
 * values are Latin-1 on the wire, so clients percent-encode other characters. Null when it is missing or malformed: the
 * personal fields are then refused, never guessed.
 */
export function readPurpose(header: string | undefined): Purpose | null {
  if (header === undefined) return null;
  const colon = header.indexOf(":");
  if (colon === -1) return null;
  const kind = header.slice(0, colon);
  const detail = decode(header.slice(colon + 1))?.trim() ?? "";
  if (kind === "case") return isCaseNumber(detail) ? { kind, detail } : null;
  if (kind === "item") return isItemCode(detail) ? { kind, detail } : null;
  if (kind === "emergency") return isRequestId(detail) ? { kind, detail } : null;
  return kind === "duty" && isSentence(detail) && !holdsIdentityNumber(detail) ? { kind, detail } : null;
}

const REFUSED = "refused:";
const LONGEST_REFUSED = 200;

/**
 * How what was given and did not count as a purpose stands in the access record: `refused:` and the words, without
 * anybody's number and with what cannot be seen shown. Null when nothing was given.
 */
export function writeRefusedPurpose(headers: readonly string[]): string | null {
  const given = headers.map((header) => decode(header) ?? header).filter((text) => text.trim() !== "");
  if (given.length === 0) return null;
  const words = withoutPersonalNumbers(withUnseenShown(given.join(" | ").normalize("NFC")));
  return REFUSED + [...words].slice(0, LONGEST_REFUSED).join("");
}

/** The item that residents name who only read their own record; it stands in no catalogue. */
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

const BEYOND_ASCII = /[^\0-\x7F]/;
const ENCODED_BYTE = /%[89A-F][0-9A-F]/i;

/**
 * The words of a header as they were meant, null when that cannot be told. Percent-encoded UTF-8 is decoded. Raw UTF-8, which
 * curl and some counters send and which arrives as one Latin-1 character a byte, is taken as it is written, percent signs
 * and all. Other encodings (GB 18030, cut-off characters) would stand in the record as other words.
 */
function decode(text: string): string | null {
  if (BEYOND_ASCII.test(text)) return readUtf8(text);
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign of a sentence in ASCII, and no encoding.
    return ENCODED_BYTE.test(text) ? null : text;
  }
}

function readUtf8(text: string): string | null {
  const bytes = Buffer.from(text, "latin1");
  // A character beyond Latin-1 was no byte: the text is read already.
  if (bytes.toString("latin1") !== text) return text;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
