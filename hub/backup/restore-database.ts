import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import type { ISql } from "postgres";
import { copyRows } from "../copy/copy-rows.ts";
import { openSession, type Session } from "../copy/session.ts";
import { OperatorError } from "../operator-error.ts";
import { findMigrations } from "./catalogue.ts";
import type { BackedUpDatabase, BackedUpTable } from "./manifest.ts";
import { deliverAgainSince, freeQueue } from "./restore-queue.ts";

export interface DatabaseRestore {
  readonly url: string;
  readonly folder: string;
  readonly backup: BackedUpDatabase;
  /** When the first of several databases was backed up; null for one alone. */
  readonly besideOthersSince: string | null;
  readonly signal: AbortSignal;
  readonly onRows: (rows: number) => void;
  readonly onNotice: (line: string) => void;
  /** Brings the database to where the backup was: schemas, logins and those migrations. */
  readonly migrate: () => Promise<void>;
}

/**
 * Fills one empty database. What is in it while that goes on is marked, so that no hub takes half of it for a whole, and
 * a restore that was cut off can be run again.
 */
export async function restoreDatabase(options: DatabaseRestore): Promise<void> {
  const { url, backup } = options;
  await withSession(url, async ({ sql }) => {
    await sql()`begin`;
    await requireEmpty(sql());
    await sql()`create schema if not exists onedoor`;
    await sql()`create table if not exists onedoor.restore_under_way (began_at timestamptz not null default now())`;
    await sql()`commit`;
  });
  await options.migrate();
  await withSession(url, async ({ sql }) => requireSameMigrations(await findMigrations(sql()), backup));
  await withSession(url, async (session) => {
    await session.sql()`begin`;
    await session.sql()`set local row_security = off`;
    for (const table of backup.tables) {
      options.signal.throwIfAborted();
      await restoreTable(session.sql(), table, options);
    }
    for (const { schema, name, lastValue, isCalled } of backup.sequences) {
      const [there] = await session.sql()`select to_regclass(format('%I.%I', ${schema}::text, ${name}::text)) as name`;
      if (there?.["name"] == null) continue;
      await session.sql()`select setval(format('%I.%I', ${schema}::text, ${name}::text)::regclass, ${lastValue}::bigint, ${isCalled})`;
    }
    await freeQueue(session.sql());
    if (options.besideOthersSince !== null) await deliverAgainSince(session.sql(), options.besideOthersSince);
    await session.sql()`drop table onedoor.restore_under_way`;
    await session.sql()`commit`;
    await session.sql()`analyze`;
  });
}

/** Rows fit the tables they were in, and no others. */
function requireSameMigrations(applied: BackedUpDatabase["migrations"], { migrations }: BackedUpDatabase): void {
  const keyOf = ({ department, name, checksum }: (typeof migrations)[number]) => `${department}/${name} ${checksum}`;
  const there = new Set(applied.map(keyOf));
  const other = migrations.find((one) => !there.has(keyOf(one)));
  if (other === undefined) return;
  throw new OperatorError(
    `The backup has migration ${other.department}/${other.name}, which this version of Onedoor does not know as it was: restore with the version that made it.`,
  );
}

/** Empty but for what a restore that was cut off has left. */
async function requireEmpty(sql: ISql): Promise<void> {
  const [found] = await sql<{ isMarked: boolean; tables: string[] }[]>`
    select to_regclass('onedoor.restore_under_way') is not null as "isMarked",
      array(select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname !~ '^pg_' and schemaname <> 'information_schema' limit 3) as tables`;
  if (found === undefined || found.isMarked || found.tables.length === 0) return;
  throw new OperatorError(
    `The database is not empty (it has ${found.tables.join(", ")}): restore into an empty one. Nothing was restored.`,
  );
}

async function restoreTable(sql: ISql, table: BackedUpTable, options: DatabaseRestore): Promise<void> {
  const { schema, name, columns, definition } = table;
  const [there] = await sql`select to_regclass(format('%I.%I', ${schema}::text, ${name}::text)) as name`;
  if (there?.["name"] == null) {
    await sql`create schema if not exists ${sql(schema)}`;
    for (const statement of definition) await sql.unsafe(statement);
    if (schema !== "onedoor") {
      options.onNotice(
        `${schema}.${name} is made by no migration: its columns and rows are restored, and no rights to it.`,
      );
    }
  }
  // Triggers have done their work when the rows were new; counts and stamps are restored like everything else.
  await sql`alter table ${sql(schema)}.${sql(name)} disable trigger user`;
  // Rows that migrations put there, and those of a restore that was cut off.
  await sql`delete from ${sql(schema)}.${sql(name)}`;
  await copyRows(sql, { schema, table: name, columns }, readRows(join(options.folder, table.file.path), options));
  await sql`alter table ${sql(schema)}.${sql(name)} enable trigger user`;
}

const LINE_END = 0x0a;

/** The rows of one file as COPY takes them. They are counted on their way: one table may hold most of a database. */
async function* readRows(path: string, { signal, onRows }: DatabaseRestore): AsyncGenerator<Buffer> {
  const unzipped = createGunzip();
  const file = createReadStream(path).on("error", (error) => unzipped.destroy(error));
  for await (const chunk of file.pipe(unzipped) as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    let rows = 0;
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, at + 1)) rows += 1;
    onRows(rows);
    yield chunk;
  }
}

async function withSession(url: string, work: (session: Session) => Promise<void>): Promise<void> {
  const session = await openSession("the restore", url);
  try {
    await work(session);
  } finally {
    await session.close();
  }
}
