import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import postgres, { type Sql } from "postgres";
import { type FundRecord, readFundLine } from "./source.ts";
import { readLines } from "./source-file.ts";

/** Why a file was not loaded; the sentence is for the operator and holds nothing of the file but its day and size. */
export class ImportRefusal extends Error {}

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

interface Refused {
  readonly line_number: number;
  readonly reason: string;
}

const LINES_PER_CALL = 2_000;
const MOST_REFUSED = 10_000;
const LEAST_SHARE = 0.8;

/**
 * Loads the fund's file of one night. Lines go into a staging table, and take the place of the old data in one
 * transaction at the end: until then, and after any failure, the old data stand whole.
 */
export async function importHousingFund(options: ImportOptions): Promise<ImportReport> {
  const sql = postgres(options.url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "onedoor housing-fund import" },
  });
  try {
    return await load(sql, options);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function load(sql: Sql, options: ImportOptions): Promise<ImportReport> {
  const importId = randomUUID();
  const { size } = await stat(options.path).catch(() => {
    throw new ImportRefusal("There is no such file, or it may not be read: check the path and its rights.");
  });
  await sql`select housing_fund.start_import()`;
  let day: string | null = null;
  let announced = 0;
  let told: number | null = null;
  let records = 0;
  let staged = 0;
  const refused: Refused[] = [];
  let waiting: (FundRecord & { lineNumber: number })[] = [];
  const flush = async () => {
    const rows = waiting.map(({ lineNumber, sourceKey, facts }) => ({
      line_number: lineNumber,
      source_key: sourceKey,
      record: facts,
    }));
    waiting = [];
    const [kept] = await sql<{ count: number }[]>`
      select housing_fund.stage_lines(${importId}, ${JSON.stringify(rows)}::text::jsonb) as count`;
    staged += kept?.count ?? 0;
  };

  for await (const raw of readLines(options.path)) {
    options.signal?.throwIfAborted();
    const line = raw.isTooLong ? ({ kind: "refused", reason: "is too long" } as const) : readFundLine(raw.bytes);
    if (day === null) {
      if (line.kind !== "head")
        throw new ImportRefusal(
          "The file does not begin with a head line (H, day, number of records): it is not a housing-fund file.",
        );
      ({ day, count: announced } = line);
      if (options.force !== true) await refuseUnexpected(sql, day, announced, options.now ?? new Date());
    } else if (line.kind === "record") {
      records += 1;
      waiting.push({ ...line.record, lineNumber: raw.number });
      if (waiting.length >= LINES_PER_CALL) await flush();
    } else if (line.kind === "end") {
      told = line.count;
    } else if (line.kind === "refused") {
      refused.push({ line_number: raw.number, reason: line.reason });
      if (refused.length > MOST_REFUSED)
        throw new ImportRefusal(
          `More than ${MOST_REFUSED} lines are not as agreed: the file is of another form, and the old data stay.`,
        );
    }
    options.onProgress?.(raw.end, size);
  }
  if (day === null) throw new ImportRefusal("The file is empty: the old data stay.");
  if (told === null || told !== announced || records + refused.length < announced) {
    throw new ImportRefusal(
      `The file announces ${announced} records and holds ${records + refused.length}: it was cut off, and the old data stay. Have it sent again.`,
    );
  }
  await flush();
  const delivery = { import_id: importId, file_on: day, record_count: records, refused, staged };
  await sql`select housing_fund.finish_import(${JSON.stringify(delivery)}::text::jsonb)`;
  return { day, records, refused: refused.length, unmatched: records - staged };
}

async function refuseUnexpected(sql: Sql, day: string, count: number, now: Date): Promise<void> {
  const [today, yesterday] = [0, 1].map((back) => dayInChina(new Date(now.getTime() - back * 86_400_000)));
  if (day !== today && day !== yesterday) {
    throw new ImportRefusal(
      `The file is of ${day}, neither of today nor of yesterday: the old data stay. Use --force to load it all the same.`,
    );
  }
  const [last] = await sql<{ file_on: string; record_count: number }[]>`
    select file_on::text, record_count from housing_fund.last_delivery()`;
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

function dayInChina(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
