import { createHash } from "node:crypto";
import type { AnchorEntry } from "./anchor.ts";
import { canonical } from "./canonical-json.ts";
import { type EndLine, type ExportLine, exportLine, type ExportRange } from "./export-lines.ts";
import { createSealChecker, Fault, type FoundFault } from "./seal-checker.ts";
import { type PublicSealKey, readPublicKeys } from "./seal-keys.ts";
import { isTextSigned } from "./seal.ts";

export interface VerifyOptions {
  /** The entries of an anchor file, to be compared with the export's seals. */
  readonly anchor?: readonly AnchorEntry[];
  /** Ids of the keys that are believed; left out, those in the export are. */
  readonly trustedKeys?: ReadonlySet<string>;
  readonly onProgress?: (bytes: number) => void;
}

export type Verdict = { readonly ok: true; readonly found: Found } | { readonly ok: false; readonly fault: FoundFault };

/** What an intact export holds. */
export interface Found {
  readonly records: number;
  readonly seals: number;
  readonly anchored: number;
  readonly exportedAt: string;
  readonly keyIds: readonly string[];
}

/** Checks an export by itself, line by line, in bounded memory; stops at the first fault. */
export async function verifyExport(chunks: AsyncIterable<Buffer>, options: VerifyOptions = {}): Promise<Verdict> {
  const reader = createReader(options);
  let line = 0;
  let bytes = 0;
  try {
    for await (const text of linesOf(chunks)) {
      line += 1;
      reader.read(text);
      bytes += text.length;
      options.onProgress?.(bytes);
    }
    return { ok: true, found: reader.finish() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, fault: { line: Math.max(1, line), ...error.found } };
  }
}

function createReader({ anchor, trustedKeys }: VerifyOptions) {
  const hash = createHash("sha256");
  let keys: ReadonlyMap<string, PublicSealKey> | null = null;
  let range: ExportRange | null = null;
  let end: EndLine | null = null;
  const checker = createSealChecker(anchor ?? null);

  const believedKey = (id: string): PublicSealKey | null => {
    const key = keys?.get(id) ?? null;
    return trustedKeys === undefined || trustedKeys.has(id) ? key : null;
  };

  const take = (parsed: ExportLine): void => {
    if (end !== null) throw new Fault("file", "has lines after its end");
    if (keys === null && parsed.type !== "header") throw new Fault("file", "does not begin with the header");
    switch (parsed.type) {
      case "header":
        if (keys !== null) throw new Fault("file", "has a second header");
        keys = readPublicKeys(parsed.keys);
        range = parsed.range;
        break;
      case "record":
        checker.record(parsed.record, parsed.leaf);
        break;
      case "seal":
        checker.seal(parsed.seal, believedKey(parsed.seal.keyId));
        break;
      case "end":
        end = parsed;
        checkEnd(parsed);
    }
  };

  const checkEnd = ({ signature, ...signed }: EndLine): void => {
    checker.finish(isOpenEnded(range) ? signed.exportedAt : null);
    const { records, seals } = checker.counts();
    if (signed.records !== records || signed.seals !== seals || signed.sha256 !== hash.copy().digest("hex")) {
      throw new Fault("file", "was changed outside of its records and seals");
    }
    const key = believedKey(signed.keyId);
    if (key === null) throw new Fault("file", "is signed with an unknown key");
    if (!isTextSigned(canonical(signed), signature, key))
      throw new Fault("file", "has an end whose signature is wrong");
  };

  return {
    read(bytes: Buffer): void {
      take(parseLine(bytes));
      hash.update(bytes);
    },
    finish(): Found {
      if (end === null) throw new Fault("file", "has no end: it was cut off");
      const { records, seals, anchored, keyIds } = checker.counts();
      return { records, seals, anchored, exportedAt: end.exportedAt, keyIds };
    },
  };
}

function isOpenEnded(range: ExportRange | null): boolean {
  return range !== null && range.toPosition === null && range.until === null;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function parseLine(bytes: Buffer): ExportLine {
  try {
    const text = decoder.decode(bytes);
    const parsed = exportLine.parse(JSON.parse(text));
    // There is one way to write a line. Another one with the same meaning was not written by an export.
    if (`${canonical(parsed)}\n` === text) return parsed;
  } catch {
    // Falls through: what was wrong with the line is of no use beside that it is wrong.
  }
  const position = /"position":"(\d{1,19})"/.exec(bytes.toString("latin1"))?.[1];
  if (position === undefined) throw new Fault("file", "has a line that is not one of an export");
  throw new Fault("record", "is not written as an export writes it", { position });
}

/** Lines with their ends; a last one without an end is given as it is, and is no line of an export. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, at + 1)]);
      parts = [];
      start = at + 1;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}
