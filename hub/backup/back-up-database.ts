import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { ISql } from "postgres";
import { TableRows } from "../copy/rows.ts";
import { openSession, type Session } from "../copy/session.ts";
import { findMigrations, findSequences, findTables, type FoundTable } from "./catalogue.ts";
import type { BackedUpDatabase, BackedUpFile, BackedUpTable } from "./manifest.ts";

export interface DatabaseBackup {
  readonly url: string;
  readonly departments: readonly string[];
  /** The backup's folder, and the part of it this database may write to. */
  readonly folder: string;
  readonly part: string;
  readonly signal: AbortSignal;
  readonly onRows: (done: number, about: number) => void;
}

const CONNECTIONS = 2;
const ROWS_PER_FETCH = 2_000;

/**
 * Writes one database to files: every table as it was at one moment, whatever is changed meanwhile. Several connections
 * read the same snapshot, which the first one holds open.
 */
export async function backUpDatabase(options: DatabaseBackup): Promise<BackedUpDatabase & { server: string }> {
  const sessions: Session[] = [];
  try {
    const first = await openReader(options, sessions, null);
    const [snapshot] = await first<{ id: string; server: string }[]>`
      select pg_export_snapshot() as id, current_setting('server_version') as server`;
    const migrations = await findMigrations(first);
    const tables = await findTables(first);
    const sequences = await findSequences(first);
    const readers = [first];
    while (readers.length < CONNECTIONS) readers.push(await openReader(options, sessions, snapshot?.id ?? ""));
    const written = await writeAll(options, readers, tables);
    return {
      departments: [...options.departments],
      migrations,
      tables: written,
      sequences,
      server: snapshot?.server ?? "",
    };
  } finally {
    await Promise.all(sessions.map(({ close }) => close()));
  }
}

async function openReader({ url, departments }: DatabaseBackup, sessions: Session[], snapshot: string | null) {
  const session = await openSession(departments[0] ?? "onedoor", url);
  sessions.push(session);
  const sql = session.sql();
  await sql`begin transaction isolation level repeatable read, read only`;
  if (snapshot !== null) await sql.unsafe(`set transaction snapshot '${snapshot}'`);
  // Without it, a login that row policies hold for would leave out rows without a word.
  await sql`set local row_security = off`;
  return sql;
}

async function writeAll(
  options: DatabaseBackup,
  readers: readonly ISql[],
  tables: readonly FoundTable[],
): Promise<BackedUpTable[]> {
  const about = tables.reduce((sum, { aboutRows }) => sum + aboutRows, 0);
  // The largest first, so that no connection is left with it at the end.
  const waiting = [...tables].sort((one, other) => other.aboutRows - one.aboutRows);
  const written: BackedUpTable[] = [];
  let done = 0;
  const count = (rows: number): void => {
    done += rows;
    options.onRows(done, Math.max(done + 1, about));
  };
  await Promise.all(
    readers.map(async (sql) => {
      for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
        options.signal.throwIfAborted();
        const { schema, name, columns, definition } = table;
        written.push({ schema, name, columns, definition, ...(await writeTable(options, sql, table, count)) });
      }
    }),
  );
  const nameOf = ({ schema, name }: BackedUpTable) => `${schema}.${name}`;
  return written.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

async function writeTable(
  { folder, part, signal }: DatabaseBackup,
  sql: ISql,
  { schema, name, columns }: FoundTable,
  onRows: (rows: number) => void,
): Promise<{ rows: number; file: BackedUpFile }> {
  const path = join(part, `${schema}.${name}.copy.gz`);
  await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
  let rows = 0;
  async function* read(): AsyncGenerator<Buffer> {
    const texts = columns.map((column) => `"${column.replaceAll('"', '""')}"::text`).join(", ");
    const from = `"${schema}"."${name}"`;
    // A cursor and not COPY: postgres.js 3.4 stops reading a COPY that is longer than its buffer.
    for await (const some of sql.unsafe(`select ${texts} from ${from}`).values().cursor(ROWS_PER_FETCH)) {
      const lines = new TableRows();
      for (const row of some) lines.add(row as (string | null)[]);
      rows += some.length;
      onRows(some.length);
      yield* lines.bytes();
    }
  }
  const hash = createHash("sha256");
  let bytes = 0;
  const hasher = watch((chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  const file = createWriteStream(join(folder, path), { mode: 0o600, flags: "wx", flush: true });
  await pipeline(read, createGzip({ level: 1 }), hasher, file, { signal });
  await chmod(join(folder, path), 0o600);
  return { rows, file: { path, bytes, sha256: hash.digest("hex") } };
}

function watch(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      look(chunk);
      done(null, chunk);
    },
  });
}
