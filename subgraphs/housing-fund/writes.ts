import { randomUUID } from "node:crypto";
import { access, constants, stat } from "node:fs/promises";
import { openSession, type Session } from "../shared/postgres/session.ts";
import { type NumberedRecord, readFundFile } from "./source-fund-file.ts";
import { ImportRefusal, refuseUnexpected } from "./writes-checks.ts";

export interface ImportOptions {
  /** Where the department logs in with its own role. */
  readonly url: string;
  readonly path: string;
  /** Loads a file of another day, or a much shorter one than the last. */
  readonly force?: boolean;
  readonly now?: Date;
  readonly onProgress?: (doneBytes: number, allBytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface ImportReport {
  readonly day: string;
  readonly records: number;
  /** Lines kept out, each with its reason in housing_fund.refused_lines. */
  readonly refused: number;
  /** Records of accounts that no resident has. */
  readonly unmatched: number;
}

const NOT_READABLE = ["ENOENT", "EACCES", "EPERM", "ENOTDIR", "ENAMETOOLONG"];
const LINES_PER_CALL = 2_000;
// Taking the place of a million records is one statement.
const STATEMENT_WITHIN_MS = 600_000;

/**
 * Loads the fund's file of one night. Lines go into a staging table, and take the place of the old data in one
 * transaction at the end: until then, and after any failure, the old data stand whole.
 */
export async function importHousingFund(options: ImportOptions): Promise<ImportReport> {
  const session = await openSession({
    url: options.url,
    name: "onedoor housing-fund import",
    statementWithinMs: STATEMENT_WITHIN_MS,
  });
  try {
    return await load(session, options);
  } finally {
    await session.close();
  }
}

async function load(session: Session, options: ImportOptions): Promise<ImportReport> {
  const { path, signal, force: isForced = false } = options;
  const importId = randomUUID();
  const { size } = await access(path, constants.R_OK)
    .then(() => stat(path))
    .catch((error: unknown) => {
      // What else a disk or a network can say is no fault of the file: it may be there in a minute.
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined || !NOT_READABLE.includes(code)) throw error;
      throw new ImportRefusal("There is no such file, or it may not be read: check the path and its rights.");
    });
  await session.transaction((sql) => sql`select housing_fund.start_import()`);
  let staged = 0;
  let waiting: NumberedRecord[] = [];
  const flush = async () => {
    const rows = waiting.map(({ lineNumber, sourceKey, facts }) => ({
      line_number: lineNumber,
      source_key: sourceKey,
      record: facts,
    }));
    waiting = [];
    const [kept] = await session.transaction(
      (sql) => sql<{ count: number }[]>`
        select housing_fund.stage_lines(${importId}, ${JSON.stringify(rows)}::text::jsonb) as count`,
    );
    staged += kept?.count ?? 0;
  };

  const { day, records, refused } = await readFundFile(path, {
    isForced,
    signal,
    async onHead(fileOn, count) {
      if (!isForced) await refuseUnexpected(session, fileOn, count, options.now ?? new Date());
    },
    async onRecord(record) {
      waiting.push(record);
      if (waiting.length >= LINES_PER_CALL) await flush();
    },
    onLine: (endsAt) => options.onProgress?.(endsAt, size),
  });
  await flush();
  const delivery = { import_id: importId, file_on: day, record_count: records, refused, staged };
  await session.transaction((sql) => sql`select housing_fund.finish_import(${JSON.stringify(delivery)}::text::jsonb)`);
  return { day, records, refused: refused.length, unmatched: records - staged };
}
