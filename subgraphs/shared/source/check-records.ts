import type { z } from "zod";
import { findUnstorable } from "../storable-text.ts";

/** A record that was kept out, by its place in the answer and what was wrong; never what it held. */
export interface RefusedRecord {
  /** From 1; 0 when the whole answer about the person was refused. */
  readonly position: number;
  readonly reason: string;
}

export interface Checked<Record> {
  readonly records: readonly Record[];
  readonly refused: readonly RefusedRecord[];
}

/** Keeps the records that are as they should be and says of each other one why not. One bad record costs no other. */
export function checkRecords<Record>(given: readonly unknown[], schema: z.ZodType<Record>): Checked<Record> {
  const records: Record[] = [];
  const refused: RefusedRecord[] = [];
  given.forEach((one, at) => {
    const read = schema.safeParse(one);
    const reason = read.success ? faultOf(read.data) : reasonOf(read.error);
    if (read.success && reason === null) records.push(read.data);
    else refused.push({ position: at + 1, reason: reason ?? "is not as agreed" });
  });
  return { records, refused };
}

/**
 * The entries of a reply that say whose they are. One that does not is left out: the person it was about keeps the last
 * good answer, and one that is garbled costs no other.
 */
export function readEntries<Entry>(given: readonly unknown[], schema: z.ZodType<Entry>): Entry[] {
  return given.flatMap((one) => {
    const read = schema.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

/** The last look before records go to the database together: one text it can't hold would cost all the others. */
function faultOf(record: unknown): string | null {
  const path = findUnstorable(record);
  return path === null ? null : `${path.join(".")} holds a character that can't be stored`.trim();
}

/** Kinds of faults whose words are our own. */
const WORDED = new Set<string>(["custom", "too_small", "too_big", "invalid_format"]);

/** Field by field what was wrong. Zod names types and our own messages name forms; neither repeats the value. */
function reasonOf(error: z.ZodError): string {
  const faults = error.issues.map(({ path, code, message }) => {
    const words = code === "invalid_type" ? "is missing or of another type" : "is not as agreed";
    return `${path.map(String).join(".")} ${WORDED.has(code) ? message : words}`.trim();
  });
  return [...new Set(faults)].join("; ").slice(0, 500);
}
