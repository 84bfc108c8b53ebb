import type { Sql } from "postgres";
import type { Session } from "../../subgraphs/shared/postgres/session.ts";
import { OperatorError } from "../operator-error.ts";
import type { Migration } from "./files.ts";

/** Any number will do, as long as every hub asks for the same one. */
export const LOCK = 6_305_017_241;

interface Applied {
  name: string;
  checksum: string;
}

/** The list of what was applied. Login roles are not granted it. */
export async function prepareRecord(sql: Sql): Promise<void> {
  await sql`create schema if not exists onedoor`;
  await sql`create table if not exists onedoor.migrations (
    department text not null,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default now(),
    primary key (department, name)
  )`;
}

/** Applies what is new, each file in a transaction of its own together with its entry in the list. */
export async function applyMigrations(
  session: Session,
  department: string,
  files: readonly Migration[],
): Promise<void> {
  const applied = await session.sql<Applied[]>`
    select name, checksum from onedoor.migrations where department = ${department} order by name collate "C"`;
  requireSameHistory(department, files, applied);
  for (const file of files.slice(applied.length)) await applyOne(session, file);
}

function requireSameHistory(department: string, files: readonly Migration[], applied: readonly Applied[]): void {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum } of applied) {
    const file = byName.get(name);
    if (file === undefined) {
      throw new OperatorError(
        `The database has migration ${department}/${name}, which this version of Onedoor does not know: a newer version ran here, so start that one.`,
      );
    }
    if (file.checksum !== checksum) {
      throw new OperatorError(
        `migrations/${department}/${name} was changed after it was applied: restore the file and put the change into a new migration.`,
      );
    }
  }
  // All applied files exist, so a first new file that sorts before the last applied one came late.
  const [late, last] = [files.slice(0, applied.length).find(({ name }) => isNew(name, applied)), applied.at(-1)];
  if (late !== undefined && last !== undefined) {
    throw new OperatorError(
      `migrations/${department}/${late.name} is new but comes before ${last.name}, which was already applied: give it the next free number.`,
    );
  }
}

function isNew(name: string, applied: readonly Applied[]): boolean {
  return !applied.some((done) => done.name === name);
}

async function applyOne(session: Session, file: Migration): Promise<void> {
  try {
    await session.transaction(async (sql) => {
      // Held already; a transaction of its own asks for it all the same.
      await sql`select pg_advisory_xact_lock(${LOCK})`;
      // Without a path, a table whose schema was forgotten is refused instead of landing in public.
      await sql`set local search_path = ''`;
      // A migration that waits for a lock makes everybody behind it wait too, so it gives up and can be run again.
      await sql`set local lock_timeout = '30s'`;
      await sql.unsafe(file.text).simple();
      await sql`insert into onedoor.migrations (department, name, checksum)
        values (${file.department}, ${file.name}, ${file.checksum})`;
    });
  } catch (error) {
    throw new OperatorError(`migrations/${file.department}/${file.name} failed${reason(error, file.text)}`, {
      cause: error,
    });
  }
}

function reason(error: unknown, text: string): string {
  if (!(error instanceof Error)) return ".";
  const position = "position" in error ? Number(error.position) : Number.NaN;
  const line = Number.isNaN(position) ? "" : ` at line ${text.slice(0, position).split("\n").length}`;
  return `${line}: ${error.message}. Nothing of it was kept; correct it and start again.`;
}
