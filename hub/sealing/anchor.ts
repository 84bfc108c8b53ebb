import { type FileHandle, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { codeOf } from "../operator-error.ts";
import { makeFolder } from "../postgres/folders.ts";
import { canonical } from "./canonical-json.ts";
import { type Seal, sealHash } from "./seal.ts";

/** One line of the anchor: what a seal was when it was made, kept out of reach of anybody who can change the database. */
const anchorEntry = z.strictObject({
  number: z.int().positive(),
  hash: z.string(),
  root: z.string(),
  count: z.int().positive(),
  sealedAt: z.string(),
  keyId: z.string(),
});
export type AnchorEntry = z.infer<typeof anchorEntry>;

/** What an anchor file holds. */
export interface Anchor {
  readonly entries: readonly AnchorEntry[];
  /** What is wrong with the file, and where; null when nothing is. */
  readonly fault: string | null;
  /** The writer was stopped in the middle of the last line. */
  readonly isTorn: boolean;
}

/** Reads a whole anchor file. */
export async function readAnchor(file: string): Promise<Anchor> {
  return readEntries(await readFile(file, "utf8"));
}

// A hub writes to the same file for years, and reads no more of it than its last lines.
const END_BYTES = 65_536;

/** Reads the last entries of an anchor file; one that is not there yet has none. */
export async function readAnchorEnd(file: string): Promise<Anchor> {
  let handle: FileHandle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { entries: [], fault: null, isTorn: false };
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - END_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.subarray(0, bytesRead).toString("utf8");
    return readEntries(start === 0 ? text : text.slice(text.indexOf("\n") + 1));
  } finally {
    await handle.close();
  }
}

/** Appends seals to the file, and returns when they are on the disk. */
export async function appendToAnchor(file: string, seals: readonly Seal[], isTorn: boolean): Promise<void> {
  await makeFolder(dirname(file));
  const lines = seals.map((seal) => `${canonical(entryOf(seal))}\n`).join("");
  // Nothing is ever taken back, as on a medium that can be written once: a torn line is ended and stays.
  const handle = await open(file, "a", 0o640);
  try {
    await handle.writeFile(isTorn ? `\n${lines}` : lines);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function entryOf(seal: Seal): AnchorEntry {
  const { number, root, count, sealedAt, keyId } = seal;
  return { number, hash: sealHash(seal), root, count, sealedAt, keyId };
}

/** Reads the text of an anchor: one entry a line, numbered without a gap. */
function readEntries(text: string): Anchor {
  const lines = text.split("\n");
  const tail = lines.pop() ?? "";
  const entries: AnchorEntry[] = [];
  const faultAt = (line: number, what: string): Anchor => {
    return { entries, fault: `line ${line + 1} ${what}`, isTorn: tail !== "" };
  };
  for (const [at, line] of lines.entries()) {
    const entry = readEntry(line);
    if (entry === null) {
      // What a writer left behind that was stopped in the middle of it: the next one began the line again.
      if (lines[at + 1]?.startsWith(line) === true || (at === lines.length - 1 && tail.startsWith(line))) continue;
      return faultAt(at, "is no entry");
    }
    const expected = (entries.at(-1)?.number ?? entry.number - 1) + 1;
    if (entry.number !== expected) return faultAt(at, `has seal ${entry.number} where seal ${expected} belongs`);
    entries.push(entry);
  }
  // Only the end of its line is missing.
  const last = readEntry(tail);
  if (last !== null) entries.push(last);
  return { entries, fault: null, isTorn: tail !== "" };
}

function readEntry(line: string): AnchorEntry | null {
  try {
    const entry = anchorEntry.parse(JSON.parse(line));
    return canonical(entry) === line ? entry : null;
  } catch {
    return null;
  }
}
