import type { AnchorEntry } from "./anchor.ts";
import { canonical } from "./canonical-json.ts";
import { leafHash, merkleRoot } from "./merkle.ts";
import { countPositions, eachPosition, readPositions } from "./positions.ts";
import type { PublicSealKey } from "./seal-keys.ts";
import { isSealSigned, NO_SEAL, type Seal, sealHash } from "./seal.ts";
import type { SealedRecord } from "./sealed-records.ts";

/** The first thing that is wrong, and where. */
export interface FoundFault {
  readonly in: "record" | "seal" | "file" | "anchor";
  readonly what: string;
  readonly position?: string;
  readonly recordId?: string;
  readonly seal?: number;
  readonly line: number;
}

/** Ends a check; `what` goes on from the name of the thing that is wrong. */
export class Fault extends Error {
  readonly found: Omit<FoundFault, "line">;

  constructor(where: FoundFault["in"], what: string, more: Pick<FoundFault, "position" | "recordId" | "seal"> = {}) {
    super(what);
    this.found = { in: where, what, ...more };
  }
}

/** Checks records and their seals in the order of an export. */
export interface SealChecker {
  record(record: SealedRecord, leaf: string): void;
  /** `key` is null when the seal names one that is not believed. */
  seal(seal: Seal, key: PublicSealKey | null): void;
  /** At the end; `exportedAt` is null when the export was not asked for everything up to then. */
  finish(exportedAt: string | null): void;
  counts(): { records: number; seals: number; anchored: number; keyIds: string[] };
}

interface Pending {
  readonly position: bigint;
  readonly recordId: string;
  readonly leaf: Buffer;
}

export function createSealChecker(anchor: readonly AnchorEntry[] | null): SealChecker {
  const anchored = new Map((anchor ?? []).map((entry) => [entry.number, entry]));
  const keyIds = new Set<string>();
  let pending: Pending[] = [];
  let last: Seal | null = null;
  let [records, seals, found] = [0, 0, 0];

  const checkAnchor = (seal: Seal): void => {
    const entry = anchored.get(seal.number);
    if (entry === undefined) return;
    if (entry.hash !== sealHash(seal))
      throw new Fault("seal", "is not the one that was anchored", { seal: seal.number });
    found += 1;
  };

  return {
    record(record, leaf) {
      const position = BigInt(record.position);
      const where = { position: record.position, recordId: record.id };
      const hash = leafHash(canonical(record));
      if (hash.toString("hex") !== leaf) {
        throw new Fault("record", "was changed: it does not match the hash it was sealed with", where);
      }
      const before = pending.at(-1);
      if (before !== undefined && before.position >= position) throw new Fault("record", "is out of order", where);
      pending.push({ position, recordId: record.id, leaf: hash });
    },
    seal(seal, key) {
      const { number } = seal;
      if (last !== null && number !== last.number + 1) {
        throw new Fault("seal", `stands where seal ${last.number + 1} belongs`, { seal: number });
      }
      const previous = last === null ? (number === 1 ? NO_SEAL : seal.previousHash) : sealHash(last);
      if (seal.previousHash !== previous)
        throw new Fault("seal", "does not follow the seal before it", { seal: number });
      if (key === null) throw new Fault("seal", "is signed with an unknown key", { seal: number });
      if (!isSealSigned(seal, key)) throw new Fault("seal", "has a wrong signature", { seal: number });
      checkAnchor(seal);
      checkPositions(seal, pending);
      if (merkleRoot(pending.map((one) => one.leaf)).toString("hex") !== seal.root) {
        throw new Fault("seal", "is over other records: their hashes were changed too", { seal: number });
      }
      keyIds.add(seal.keyId);
      records += pending.length;
      seals += 1;
      pending = [];
      last = seal;
    },
    finish(exportedAt) {
      const [left] = pending;
      if (left !== undefined) {
        throw new Fault("record", "has no seal", { position: String(left.position), recordId: left.recordId });
      }
      if (anchor === null) return;
      const end = last?.number ?? 0;
      const missing = exportedAt === null ? undefined : anchor.find((one) => isMissing(one, end, exportedAt));
      if (missing !== undefined) {
        const what = `was anchored at ${missing.sealedAt} and is not in the export: the log was cut off`;
        throw new Fault("seal", what, { seal: missing.number });
      }
      if (seals > 0 && found === 0) throw new Fault("anchor", "has none of the export's seals: it is of another log");
    },
    counts: () => ({ records, seals, anchored: found, keyIds: [...keyIds] }),
  };
}

/** Whatever was sealed before the export must be in it. */
function isMissing({ number, sealedAt }: AnchorEntry, end: number, exportedAt: string): boolean {
  return number > end && Date.parse(sealedAt) <= Date.parse(exportedAt);
}

function checkPositions({ number, positions, count }: Seal, records: readonly Pending[]): void {
  const ranges = readPositions(positions);
  if (ranges === null || countPositions(ranges) !== BigInt(count)) {
    throw new Fault("seal", "does not name its records rightly", { seal: number });
  }
  let at = 0;
  for (const position of eachPosition(ranges)) {
    const record = records[at];
    if (record !== undefined && record.position < position) break;
    if (record?.position !== position) {
      throw new Fault("record", `is missing from seal ${number}`, { position: String(position), seal: number });
    }
    at += 1;
  }
  const extra = records[at];
  if (extra !== undefined) {
    const where = { position: String(extra.position), recordId: extra.recordId, seal: number };
    throw new Fault("record", `was added: seal ${number} does not hold it`, where);
  }
}
