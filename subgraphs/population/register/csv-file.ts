import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { parse } from "csv-parse/sync";

/** Why a file is not read at all; the sentence is for the operator and holds nothing of the file's values. */
export class FileRefusal extends Error {}

export interface CsvLine {
  /** From 1, the line of the header. */
  readonly number: number;
  /** Null for a line that can't be read, with the reason beside it. */
  readonly values: readonly string[] | null;
  readonly fault: string | null;
}

/** A line that was kept out. The reason names columns and never values. */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

export interface CsvFile {
  readonly encoding: "UTF-8" | "GB18030";
  readonly bytes: number;
  /** Lines as they come, each list with how far into the file its last line ends; empty lines are left out and counted. */
  readonly blocks: () => AsyncGenerator<{ lines: CsvLine[]; end: number }>;
}

const LINE_FEED = 0x0a;
/** No line of a register is nearly as long; without a bound, a file without line ends would be held in memory whole. */
const LONGEST_LINE = 65_536;
const SAMPLE_BYTES = 1_048_576;
const NOT_TEXT = "is not text in the encoding of the file";
const NOT_CSV = "is not as CSV has it: a quote is open, or stands inside a value";

/** Fails for bytes that are no text in its encoding. */
type Decode = (bytes: Buffer) => string;

const decodeWith = (encoding: string): Decode => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (bytes) => decoder.decode(bytes);
};
const utf8 = decodeWith("utf-8");
const gb18030 = decodeWith("gb18030");

/** Looks at the beginning of the file, which says how it is encoded. */
export async function openCsv(path: string): Promise<CsvFile> {
  const { sample, bytes } = await readSample(path);
  if (bytes === 0) throw new FileRefusal("The file is empty.");
  const [first = 0, second = 0] = sample;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || sample.includes(0)) {
    throw new FileRefusal("The file is in UTF-16 or no text at all: save it as CSV in UTF-8.");
  }
  if (sample.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004"))) {
    throw new FileRefusal("The file is a workbook: save its sheet as CSV in UTF-8.");
  }
  const encoding = encodingOf(sample);
  const decodeAll = encoding === "UTF-8" ? utf8 : gb18030;
  return { encoding, bytes, blocks: () => readBlocks(path, decodeAll) };
}

async function readSample(path: string): Promise<{ sample: Buffer; bytes: number }> {
  const file = await open(path).catch(() => null);
  if (file === null)
    throw new FileRefusal("There is no such file, or it may not be read: check the path and its rights.");
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new FileRefusal("It is no file: give the path of a CSV file.");
    const sample = Buffer.alloc(Math.min(SAMPLE_BYTES, stat.size));
    await file.read(sample, 0, sample.length, 0);
    return { sample, bytes: stat.size };
  } finally {
    await file.close();
  }
}

/** By the lines that are not ASCII: a few damaged ones do not make another encoding of the whole. */
function encodingOf(sample: Buffer): CsvFile["encoding"] {
  const lines = linesIn(sample).filter((line) => line.some((byte) => byte > 0x7f));
  const asUtf8 = lines.filter((line) => decode(line, utf8) !== null).length;
  const asGb = lines.filter((line) => decode(line, gb18030) !== null).length;
  return asUtf8 * 2 >= lines.length || asUtf8 >= asGb ? "UTF-8" : "GB18030";
}

async function* readBlocks(path: string, decodeAll: Decode): AsyncGenerator<{ lines: CsvLine[]; end: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let end = 0;
  const take = (block: Buffer): { lines: CsvLine[]; end: number } => {
    end += block.length;
    const texts = textsIn(block, decodeAll);
    const lines = texts.map((text) => readLine(text, (number += 1))).filter((line) => line !== null);
    return { lines, end };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const last = bytes.lastIndexOf(LINE_FEED);
    if (last !== -1) yield take(bytes.subarray(0, last + 1));
    rest = bytes.subarray(last + 1);
    if (rest.length > LONGEST_LINE) {
      throw new FileRefusal(`Line ${number + 1} is longer than ${LONGEST_LINE} bytes: the file is not CSV.`);
    }
  }
  if (rest.length > 0) yield take(rest);
}

/** The texts of whole lines. Decoded at once, and line by line only where some line is not in the encoding. */
function textsIn(block: Buffer, decodeAll: Decode): (string | null)[] {
  const whole = decode(block, decodeAll);
  if (whole === null) return linesIn(block).map((line) => decode(line, decodeAll));
  const texts = whole.split("\n");
  // What comes after the last line end is no line.
  if (texts.at(-1) === "") texts.pop();
  return texts;
}

function linesIn(block: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = block.indexOf(LINE_FEED); at !== -1; at = block.indexOf(LINE_FEED, from)) {
    lines.push(block.subarray(from, at));
    from = at + 1;
  }
  if (from < block.length) lines.push(block.subarray(from));
  return lines;
}

function decode(bytes: Buffer, decodeAll: Decode): string | null {
  try {
    return decodeAll(bytes);
  } catch {
    return null;
  }
}

/** One line by itself: a quote that somebody forgot to close must not swallow the residents after it. */
function readLine(given: string | null, number: number): CsvLine | null {
  if (given === null) return { number, values: null, fault: NOT_TEXT };
  const text = (given.endsWith("\r") ? given.slice(0, -1) : given).replace(/^\uFEFF/, "");
  if (text.trim() === "") return null;
  if (!text.includes('"')) return { number, values: text.split(","), fault: null };
  try {
    const [values = []] = parse(text, { relax_column_count: true });
    return { number, values, fault: null };
  } catch {
    return { number, values: null, fault: NOT_CSV };
  }
}
