import { createHash } from "node:crypto";
import { open, rename, unlink } from "node:fs/promises";
import type { ISql } from "postgres";
import type { LastingSession } from "../../subgraphs/shared/postgres/session.ts";
import { canonical } from "./canonical-json.ts";
import type { EndLine, ExportLine, ExportRange } from "./export-lines.ts";
import { eachPosition, readPositions } from "./positions.ts";
import type { PublicJwk, SealKey } from "./seal-keys.ts";
import { readClock, readSealsAfter } from "./seal-log.ts";
import { type Seal, signText } from "./seal.ts";
import { readSealed } from "./sealed-records.ts";

export interface ExportOptions {
  readonly file: string;
  readonly range: ExportRange;
  /** Signs the end of the file. */
  readonly key: SealKey;
  readonly signal: AbortSignal;
  readonly onProgress?: (records: number, total: number) => void;
}

export interface ExportReport {
  readonly records: number;
  readonly seals: number;
}

const SEALS_AT_ONCE = 100;

/**
 * Writes every seal that holds a record of the range, with all of its records: a seal is proved whole or not at all.
 * The file appears under its name once it is complete; interrupted, there is none.
 */
export async function exportLog(login: LastingSession, options: ExportOptions): Promise<ExportReport> {
  const draft = `${options.file}.${process.pid}.part`;
  const handle = await open(draft, "w", 0o600);
  try {
    const hash = createHash("sha256");
    const write = async (line: ExportLine): Promise<void> => {
      const text = `${canonical(line)}\n`;
      hash.update(text);
      await handle.writeFile(text);
    };
    // One transaction, at whose end it is known that every answer was to the question that was asked.
    const { exportedAt, ...report } = await login.use((session) =>
      session.transaction(async (sql) => {
        // Before anything is read: a seal that was there then is in the file, and a later one has a later time.
        const exportedAt = await readClock(sql);
        return { exportedAt, ...(await writeSeals(sql, options, write)) };
      }, "begin read only"),
    );
    const end = { type: "end" as const, exportedAt, ...report, sha256: hash.digest("hex"), keyId: options.key.id };
    const line: EndLine = { ...end, signature: signText(canonical(end), options.key) };
    await handle.writeFile(`${canonical(line)}\n`);
    await handle.sync();
    await handle.close();
    await rename(draft, options.file);
    return report;
  } catch (error) {
    await handle.close();
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}

async function writeSeals(
  sql: ISql,
  { range, key, signal, onProgress }: ExportOptions,
  write: (line: ExportLine) => Promise<void>,
): Promise<ExportReport> {
  const { first, last, total } = await findSeals(sql, range);
  await write({ type: "header", version: 1, range, keys: await readKeys(sql, key) });
  let [records, seals] = [0, 0];
  for (let after = first - 1; after < last;) {
    const some = await readSealsAfter(sql, after, Math.min(SEALS_AT_ONCE, last - after));
    if (some.length === 0) break;
    for (const seal of some) {
      signal.throwIfAborted();
      records += await writeSeal(sql, seal, write);
      seals += 1;
      onProgress?.(records, total);
      after = seal.number;
    }
  }
  return { records, seals };
}

/** The records as they are now, each with the hash it was sealed with. */
async function writeSeal(sql: ISql, seal: Seal, write: (line: ExportLine) => Promise<void>): Promise<number> {
  const records = await readSealed(sql, seal.positions);
  const leaves = await readLeaves(sql, seal);
  for (const record of records) {
    await write({ type: "record", leaf: leaves.get(record.position) ?? "", record });
  }
  await write({ type: "seal", seal });
  return records.length;
}

async function readLeaves(sql: ISql, { number, positions }: Seal): Promise<ReadonlyMap<string, string>> {
  const [row] = await sql<{ leaves: string }[]>`
    select encode(leaves, 'hex') as leaves from audit.seals where number = ${number}`;
  const leaves = row?.leaves ?? "";
  const inOrder = [...eachPosition(readPositions(positions) ?? [])];
  return new Map(inOrder.map((position, at) => [String(position), leaves.slice(at * 64, at * 64 + 64)]));
}

async function findSeals(sql: ISql, range: ExportRange): Promise<{ first: number; last: number; total: number }> {
  const { fromPosition, toPosition, since, until } = range;
  const holds = `(($1::text is null and $2::text is null) or positions && int8multirange(int8range($1::text::int8, $2::text::int8, '[]')))
    and (($3::text is null and $4::text is null) or exists (
      select from audit.access_records r where r.position between lower(positions) and upper(positions) - 1
        and r.position <@ positions and ($3::text is null or r.recorded_at >= $3::text::timestamptz)
        and ($4::text is null or r.recorded_at <= $4::text::timestamptz)))`;
  const [row] = await sql.unsafe<{ first: number | null; last: number | null }[]>(
    `select min(number) as first, max(number) as last from audit.seals where ${holds}`,
    [fromPosition, toPosition, since, until],
  );
  if (row?.first == null || row.last === null) return { first: 1, last: 0, total: 0 };
  const { first, last } = row;
  const [sum] = await sql<{ total: string }[]>`
    select coalesce(sum(record_count), 0)::text as total from audit.seals where number between ${first} and ${last}`;
  return { first, last, total: Number(sum?.total ?? 0) };
}

async function readKeys(sql: ISql, own: SealKey): Promise<PublicJwk[]> {
  const rows = await sql<{ jwk: string }[]>`select jwk from audit.seal_keys order by added_at, key_id`;
  const keys = rows.map(({ jwk }) => JSON.parse(jwk) as PublicJwk);
  return keys.some(({ x }) => x === own.jwk.x) ? keys : [...keys, own.jwk];
}
