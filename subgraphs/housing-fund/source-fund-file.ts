import { characterSetOfBeginning, watchCharacterSet } from "./source-character-set.ts";
import { type FundRecord, type RefusedLine, readFundLine, refuseTooLong } from "./source.ts";
import { type RawLine, readBeginning, readLines } from "./source-file.ts";
import { ImportRefusal, refuseCharacterSet, refuseSpoilt } from "./writes-checks.ts";

export type NumberedRecord = FundRecord & { readonly lineNumber: number };

/** A line that was kept out, as the department's function takes it. */
export interface Refused {
  readonly line_number: number;
  readonly reason: string;
  /** Null where not even the account's number could be read. */
  readonly source_key: string | null;
}

export interface FundFile {
  readonly day: string;
  readonly records: number;
  readonly refused: readonly Refused[];
}

interface Reading {
  /** Before anything is read: the day of the file and the number of records it announces. */
  readonly onHead: (day: string, count: number) => Promise<void>;
  readonly onRecord: (record: NumberedRecord) => Promise<void>;
  readonly onLine: (endsAt: number) => void;
  readonly isForced: boolean;
  readonly signal: AbortSignal | undefined;
}

const MOST_REFUSED = 10_000;
const ACCOUNT = Buffer.from("01,");

/**
 * Reads a file from its head line to its end line, and refuses it as a whole when it can't be what the fund meant to send:
 * of another character set, cut off, going on after its end, or with more faults than chance makes.
 */
export async function readFundFile(path: string, reading: Reading): Promise<FundFile> {
  const { onHead, onRecord, onLine, isForced, signal } = reading;
  refuseCharacterSet(characterSetOfBeginning(await readBeginning(path)));
  const characterSet = watchCharacterSet();
  const refused: Refused[] = [];
  let head: { day: string; count: number } | null = null;
  let told: number | null = null;
  let [records, accounts, refusedAccounts] = [0, 0, 0];

  for await (const raw of readLines(path)) {
    signal?.throwIfAborted();
    characterSet.see(raw.bytes);
    if (told !== null) {
      throw new ImportRefusal(
        `The file goes on after its end line, at line ${raw.number}: nothing of it was loaded, and the old data stay. Have it sent again.`,
      );
    }
    const line = raw.isTooLong ? refuseTooLong(raw.bytes) : readFundLine(raw.bytes);
    if (head === null) {
      if (line.kind !== "head") throw new ImportRefusal(NO_HEAD);
      head = line;
      await onHead(head.day, head.count);
    } else if (line.kind === "record") {
      records += 1;
      if (isAccount(raw)) accounts += 1;
      await onRecord({ ...line.record, lineNumber: raw.number });
    } else if (line.kind === "end") {
      told = line.count;
    } else if (line.kind === "refused") {
      if (isAccount(raw)) refusedAccounts += 1;
      refused.push(asRow(line, raw));
      if (refused.length > MOST_REFUSED) {
        refuseCharacterSet(characterSet.found());
        throw new ImportRefusal(
          `More than ${MOST_REFUSED} lines are not as agreed: the file is of another form, and the old data stay.`,
        );
      }
    } else {
      throw new ImportRefusal(
        `The file has a second head line, at line ${raw.number}: it is two files in one, and the old data stay. Have it sent again.`,
      );
    }
    onLine(raw.end);
  }
  if (head === null) throw new ImportRefusal("The file is empty: the old data stay.");
  refuseCharacterSet(characterSet.found());
  const lines = records + refused.length;
  if (told === null || told !== head.count || lines !== head.count) {
    const fault = told === null || lines < head.count ? "it was cut off" : "it is not what was counted";
    throw new ImportRefusal(
      `The file announces ${head.count} records and holds ${lines}: ${fault}, and the old data stay. Have it sent again.`,
    );
  }
  refuseSpoilt({ records, refused: refused.length, accounts, refusedAccounts }, isForced);
  return { day: head.day, records, refused };
}

const NO_HEAD = "The file does not begin with a head line (H, day, number of records): it is not a housing-fund file.";

function isAccount({ bytes }: RawLine): boolean {
  return bytes.subarray(0, ACCOUNT.length).equals(ACCOUNT);
}

function asRow({ reason, sourceKey }: RefusedLine, { number }: RawLine): Refused {
  return { line_number: number, reason, source_key: sourceKey };
}
