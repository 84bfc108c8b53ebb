import { fileURLToPath } from "node:url";
import type { Sql } from "postgres";
import { openSession, type Session } from "../../subgraphs/shared/postgres/session.ts";
import { OperatorError } from "../operator-error.ts";
import { connectionFailure } from "../postgres/connection-failure.ts";
import { applyMigrations, LOCK, prepareRecord } from "./apply.ts";
import { readMigrations } from "./files.ts";
import { prepareQueue } from "./prepare-queue.ts";
import { closeToPublic, prepareDepartment } from "./roles.ts";

export { departmentUrl } from "./login.ts";

const OWN_MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));
const SHARED = "shared";

export interface MigrateOptions {
  adminUrl: string;
  /** Where an operator gave that address. */
  setting?: string;
  /** The departments whose tables live in this database. */
  departments: readonly string[];
  /** Every process that knows it can log in as any department: keep it like a key. */
  loginSecret: string;
  migrationsFolder?: string;
  /** Stops short of the newest: for a database as an earlier version had it. */
  only?: (department: string, name: string) => boolean;
  /** The database is marked as half restored, and this is the restore. */
  isRestore?: boolean;
}

/** Brings one database up to date: roles, schemas, tables. Processes that do so at once take turns. */
export async function migrate(options: MigrateOptions): Promise<void> {
  const folder = options.migrationsFolder ?? OWN_MIGRATIONS;
  const { only = () => true } = options;
  const read = async (department: string) =>
    (await readMigrations(folder, department)).filter(({ name }) => only(department, name));
  const shared = await read(SHARED);
  if (shared.length === 0) {
    throw new OperatorError(`${folder}/${SHARED} has no migrations: the installation is incomplete, install it again.`);
  }
  await withSession(options, async (session) => {
    const { sql } = session;
    await sql`select set_config('statement_timeout', '0', false)`;
    await sql`select pg_advisory_lock(${LOCK})`;
    if (options.isRestore !== true) await requireWhole(sql);
    await prepareRecord(sql);
    await closeToPublic(sql);
    await applyMigrations(session, SHARED, shared);
    for (const department of options.departments) {
      await prepareDepartment(sql, department, options.loginSecret);
      await applyMigrations(session, department, await read(department));
    }
    await prepareQueue(sql, options.adminUrl, options.departments);
  });
}

/** One connection from begin to end: the advisory lock is held by it, and goes with it. */
async function withSession(
  { adminUrl, setting = "DATABASE_URL" }: MigrateOptions,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  let session: Session | undefined;
  try {
    session = await openSession({
      url: adminUrl,
      name: "onedoor migrate",
      settings: { client_min_messages: "error" },
      // A migration takes as long as it takes.
      statementWithinMs: 0,
      connectWithinMs: CONNECT_WITHIN_MS,
      knowsArrays: true,
    });
    await work(session);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw connectionFailure(error, { url: adminUrl, setting }) ?? error;
  } finally {
    await session?.close();
  }
}

/** Half of a backup would be taken for the whole. */
async function requireWhole(sql: Sql): Promise<void> {
  const [found] = await sql`select to_regclass('onedoor.restore_under_way') as name`;
  if (found?.["name"] == null) return;
  throw new OperatorError("The restore of this database was not finished: run hub restore again.");
}

const CONNECT_WITHIN_MS = 30_000;
