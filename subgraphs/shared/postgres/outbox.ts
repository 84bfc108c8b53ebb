/**
 * Messages to the server (PostgreSQL's extended query protocol, version 3), written one behind the other into one piece of
 * memory, so that what is asked in one turn of the event loop leaves in one write.
 */
interface Outbox {
  /** Has the server prepare a statement under a name, and describe its columns. */
  prepare(name: string, text: string): void;
  /** Asks a prepared statement once, as a transaction of its own. Its ticket is its last parameter. */
  ask(name: string, parameters: readonly Parameter[], ticket: string): void;
  /** Says goodbye. */
  end(): void;
  /** What was written since the last time; null where that is nothing. It is never written over. */
  take(): Buffer | null;
}

export type Parameter = string | number | null;

const PIECE = 32 * 1024;
/** More than any message takes beside its texts. */
const MESSAGE_ROOM = 64;
const LENGTH_BYTES = 4;
/** The most bytes that a unit of a JavaScript text takes in UTF-8. */
const BYTES_OF_UNIT = 3;
const ASCII_END = 0x80;
/** Longer texts are written faster by Node itself. */
const SHORT = 48;

const code = (letter: string): number => letter.charCodeAt(0);
const PARSE = code("P");
const DESCRIBE = code("D");
const STATEMENT = code("S");
const BIND = code("B");
const EXECUTE = code("E");
const SYNC = code("S");
const TERMINATE = code("X");

export function createOutbox(): Outbox {
  let piece = Buffer.allocUnsafeSlow(PIECE);
  let from = 0;
  let at = 0;

  const makeRoom = (bytes: number): void => {
    if (piece.length - at >= bytes) return;
    const begun = piece.subarray(from, at);
    piece = Buffer.allocUnsafeSlow(Math.max(PIECE, begun.length + bytes));
    at = begun.copy(piece);
    from = 0;
  };
  const byte = (value: number): void => {
    piece[at] = value;
    at += 1;
  };
  const int16 = (value: number): void => {
    at = piece.writeInt16BE(value, at);
  };
  const int32 = (value: number): void => {
    at = piece.writeInt32BE(value, at);
  };
  const text = (value: string): void => {
    const start = at;
    if (value.length <= SHORT) {
      for (let unit = 0; unit < value.length; unit += 1) {
        const one = value.charCodeAt(unit);
        if (one >= ASCII_END) break;
        piece[at] = one;
        at += 1;
      }
    }
    if (at - start !== value.length) at = start + piece.write(value, start);
  };
  const name = (value: string): void => {
    text(value);
    byte(0);
  };
  /** Gives where a message's length stands, which counts itself and what follows, but not the letter. */
  const begin = (letter: number): number => {
    byte(letter);
    at += LENGTH_BYTES;
    return at - LENGTH_BYTES;
  };
  const finish = (start: number): void => {
    piece.writeInt32BE(at - start, start);
  };
  const parameter = (value: Parameter): void => {
    const start = at;
    int32(-1);
    if (value === null) return;
    text(String(value));
    piece.writeInt32BE(at - start - LENGTH_BYTES, start);
  };

  return {
    prepare(statement, sql) {
      makeRoom(MESSAGE_ROOM + (2 * statement.length + sql.length) * BYTES_OF_UNIT);
      const parse = begin(PARSE);
      name(statement);
      name(sql);
      // The server finds the types of parameters out.
      int16(0);
      finish(parse);
      const describe = begin(DESCRIBE);
      byte(STATEMENT);
      name(statement);
      finish(describe);
    },
    ask(statement, parameters, ticket) {
      let units = statement.length + ticket.length;
      for (const one of parameters) units += one === null ? 0 : String(one).length;
      makeRoom(MESSAGE_ROOM + parameters.length * LENGTH_BYTES + units * BYTES_OF_UNIT);
      const bind = begin(BIND);
      name("");
      name(statement);
      // All parameters are texts.
      int16(0);
      int16(parameters.length + 1);
      for (const one of parameters) parameter(one);
      parameter(ticket);
      // So are all values of the answer.
      int16(0);
      finish(bind);
      const execute = begin(EXECUTE);
      name("");
      // Every row.
      int32(0);
      finish(execute);
      finish(begin(SYNC));
    },
    end() {
      makeRoom(MESSAGE_ROOM);
      finish(begin(TERMINATE));
    },
    take() {
      if (from === at) return null;
      const taken = piece.subarray(from, at);
      from = at;
      return taken;
    },
  };
}
