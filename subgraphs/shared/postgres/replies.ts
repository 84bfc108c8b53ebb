/** What the server says, message by message, as far as somebody who reads rows has to know it. */
interface ReplyReader {
  onColumns(columns: readonly Column[]): void;
  /** The values of a row begin at `at`, each with its length before it. */
  onRow(bytes: Buffer, at: number, values: number): void;
  onError(fields: ServerErrorFields): void;
  /** The server is done with a statement and ready for the next. */
  onReady(): void;
  /** Something that no answer to a prepared statement holds. */
  onUnknown(): void;
}

export interface Column {
  readonly name: string;
  readonly type: number;
}

interface ServerErrorFields {
  readonly message: string;
  readonly [field: string]: string;
}

const code = (letter: string): number => letter.charCodeAt(0);
const ROW = code("D");
const READY = code("Z");
const ERROR = code("E");
const COLUMNS = code("T");
/**
 * Parsed, bound, complete, without rows; the types of parameters; a notice, a setting, a notification. None of them decides
 * anything here.
 */
const PASSED_OVER = new Set(["1", "2", "C", "n", "t", "N", "S", "A"].map(code));

const LENGTH_AT = 1;
const BODY_AT = 5;
/** A message's length counts itself. */
const LEAST_LENGTH = BODY_AT - LENGTH_AT;
/** After the count of columns. */
const VALUES_AT = BODY_AT + 2;
/** What stands behind a column's name, of which only the type is read: table, number, type, size, modifier, format. */
const TYPE_AT = 6;
const BEHIND_NAME = 18;

/** Takes what comes from the socket, in pieces that end anywhere. */
export function readReplies(reader: ReplyReader): (piece: Buffer) => void {
  let rest: Buffer | null = null;
  return (piece) => {
    const bytes: Buffer = rest === null ? piece : Buffer.concat([rest, piece]);
    let at = 0;
    while (bytes.length - at >= BODY_AT) {
      const length = bytes.readInt32BE(at + LENGTH_AT);
      if (length < LEAST_LENGTH) return reader.onUnknown();
      const end = at + LENGTH_AT + length;
      if (end > bytes.length) break;
      pass(reader, bytes, at, end);
      at = end;
    }
    rest = at === bytes.length ? null : bytes.subarray(at);
  };
}

function pass(reader: ReplyReader, bytes: Buffer, at: number, end: number): void {
  const letter = bytes[at] as number;
  if (letter === ROW) reader.onRow(bytes, at + VALUES_AT, bytes.readInt16BE(at + BODY_AT));
  else if (letter === READY) reader.onReady();
  else if (letter === COLUMNS) reader.onColumns(readColumns(bytes, at));
  else if (letter === ERROR) reader.onError(readError(bytes, at + BODY_AT, end));
  else if (!PASSED_OVER.has(letter)) reader.onUnknown();
}

function readColumns(bytes: Buffer, start: number): Column[] {
  let at = start + VALUES_AT;
  return Array.from({ length: bytes.readInt16BE(start + BODY_AT) }, () => {
    const end = bytes.indexOf(0, at);
    const name = bytes.toString("utf8", at, end);
    at = end + 1 + BEHIND_NAME;
    return { name, type: bytes.readInt32BE(end + 1 + TYPE_AT) };
  });
}

/** By the protocol's letters; the names are those that the driver gives them. */
const FIELDS: Readonly<Record<string, string>> = {
  V: "severity",
  C: "code",
  M: "message",
  D: "detail",
  R: "routine",
  s: "schema_name",
  t: "table_name",
  c: "column_name",
  n: "constraint_name",
};

function readError(bytes: Buffer, start: number, end: number): ServerErrorFields {
  const texts = bytes.toString("utf8", start, end).split("\0");
  const known = texts.flatMap((text) => {
    const field = FIELDS[text.slice(0, 1)];
    return field === undefined ? [] : [[field, text.slice(1)] as const];
  });
  return { message: "", ...Object.fromEntries(known) };
}
