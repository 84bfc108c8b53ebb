import { dayInChina } from "../shared/day-in-china.ts";
import type { Session } from "../shared/postgres/session.ts";
import type { OtherCharacterSet } from "./source-character-set.ts";

/** Why a file was not loaded; the sentence is for the operator and holds nothing of the file but its day and size. */
export class ImportRefusal extends Error {}

const LEAST_SHARE = 0.8;

// A fund's nightly file has no faults, or one of a keyboard here and there. One line in a hundred is no longer chance: a
// status or an amount is then written in another way, and the people concerned would lose their accounts overnight.
const MOST_REFUSED_SHARE = 0.01;
// Of a small file one in a hundred is less than a line: up to five lines are let go, and never more than one in ten.
const MOST_REFUSED_LINES = 5;
const MOST_REFUSED_SHARE_OF_FEW = 0.1;

/** How many of so many lines may be refused before the whole file is. */
function mostRefused(lines: number): number {
  const ofFew = Math.min(MOST_REFUSED_LINES, Math.ceil(lines * MOST_REFUSED_SHARE_OF_FEW));
  return Math.max(ofFew, Math.floor(lines * MOST_REFUSED_SHARE));
}

/** What was counted of a file: the lines of accounts are few, and each is somebody's whole account. */
export interface Counted {
  readonly records: number;
  readonly refused: number;
  readonly accounts: number;
  readonly refusedAccounts: number;
}

/** Refuses a file of which so much is not as agreed that it is no chance. */
export function refuseSpoilt({ records, refused, accounts, refusedAccounts }: Counted, isForced: boolean): void {
  const lines = records + refused;
  if (records === 0 && refused > 0) {
    throw new ImportRefusal(
      `None of the ${refused} records of the file could be read: the old data stay. Compare the file with docs/how-to/connect-a-legacy-system.md.`,
    );
  }
  if (isForced) return;
  const accountLines = accounts + refusedAccounts;
  if (refusedAccounts > mostRefused(accountLines) || refused > mostRefused(lines)) {
    throw new ImportRefusal(
      `${refused} of the ${lines} records of the file are not as agreed, ${refusedAccounts} of them accounts: the old data stay. Have it sent again, or use --force to load the rest all the same.`,
    );
  }
}

export function refuseCharacterSet(found: OtherCharacterSet | null): void {
  if (found === null) return;
  throw new ImportRefusal(
    `The file is in ${found} and not in GB18030: nothing of it was loaded, and the old data stay. Have it sent as agreed.`,
  );
}

/** Refuses a file of another day, one that is loaded already, and one much shorter than the last. */
export async function refuseUnexpected(session: Session, day: string, count: number, now: Date): Promise<void> {
  const [today, yesterday] = [0, 1].map((back) => dayInChina(now.getTime() - back * 86_400_000));
  if (day !== today && day !== yesterday) {
    throw new ImportRefusal(
      `The file is of ${day}, neither of today nor of yesterday: the old data stay. Use --force to load it all the same.`,
    );
  }
  const [last] = await session.transaction(
    (sql) => sql<{ file_on: string; record_count: number }[]>`
      select file_on::text, record_count from housing_fund.last_delivery()`,
  );
  if (last === undefined) return;
  if (day <= last.file_on) {
    throw new ImportRefusal(
      `The file is of ${day}, and one of ${last.file_on} is loaded already: nothing was changed. Use --force to load it all the same.`,
    );
  }
  if (count < last.record_count * LEAST_SHARE) {
    throw new ImportRefusal(
      `The file holds ${count} records, less than 80 % of the ${last.record_count} of ${last.file_on}: the old data stay. Use --force to load it all the same.`,
    );
  }
}
