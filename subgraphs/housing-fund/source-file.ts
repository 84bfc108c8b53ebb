import { createReadStream } from "node:fs";

export interface RawLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** How far into the file the line ends. */
  readonly end: number;
  /** Longer than any line can be; its bytes are left out. */
  readonly isTooLong: boolean;
}

const LONGEST_LINE = 4_096;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The lines of a file as bytes, one in memory at a time; empty ones are left out and counted. */
export async function* readLines(path: string): AsyncGenerator<RawLine> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let end = 0;
  let isTooLong = false;
  const line = (bytes: Buffer): RawLine | null => {
    number += 1;
    end += bytes.length + 1;
    const trimmed = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
    const given = {
      number,
      end,
      bytes: isTooLong ? Buffer.alloc(0) : trimmed,
      isTooLong: isTooLong || trimmed.length > LONGEST_LINE,
    };
    isTooLong = false;
    return given.bytes.length === 0 && !given.isTooLong ? null : given;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, from)) {
      const found = line(bytes.subarray(from, at));
      from = at + 1;
      if (found !== null) yield found;
    }
    rest = bytes.subarray(from);
    if (rest.length > LONGEST_LINE) {
      // Without this, a file without line ends would be held in memory whole.
      end += rest.length;
      isTooLong = true;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0 || isTooLong) {
    const found = line(rest);
    if (found !== null) yield found;
  }
}
