import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

export interface RawLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** How far into the file the line ends. */
  readonly end: number;
  /** Longer than any line can be; of its bytes only the first are there. */
  readonly isTooLong: boolean;
}

const LONGEST_LINE = 4_096;
/** So much of a line that is too long is kept: whose it is stands first. */
const BEGINNING = 128;
/** What DOS puts at the end of a file. */
const END_OF_FILE = 0x1a;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The lines of a file as bytes, one in memory at a time; empty ones are left out and counted. */
export async function* readLines(path: string): AsyncGenerator<RawLine> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let end = 0;
  let beginning: Buffer | null = null;
  const line = (bytes: Buffer): RawLine | null => {
    number += 1;
    end += bytes.length + 1;
    const trimmed = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
    const isTooLong = beginning !== null || trimmed.length > LONGEST_LINE;
    const kept = isTooLong ? Buffer.from((beginning ?? trimmed).subarray(0, BEGINNING)) : trimmed;
    beginning = null;
    return !isTooLong && isEmpty(kept) ? null : { number, end, bytes: kept, isTooLong };
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
      beginning ??= Buffer.from(rest.subarray(0, BEGINNING));
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0 || beginning !== null) {
    const found = line(rest);
    if (found !== null) yield found;
  }
}

/** The first bytes of a file, from which its character set shows. */
export async function readBeginning(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function isEmpty(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === END_OF_FILE || byte === 0x20 || byte === 0x09);
}
