import { fileURLToPath } from "node:url";
import postgres, { type Sql } from "postgres";
import { applyMigrations, LOCK, prepareRecord } from "./migrate/apply.ts";
import { readMigrations } from "./migrate/files.ts";
import { closeToPublic, prepareDepartment } from "./migrate/roles.ts";
import { codeOf, OperatorError } from "./postgres/operator-error.ts";

export { departmentUrl } from "./migrate/login.ts";

const OWN_MIGRATIONS = fileURLToPath(new URL("../migrations", import.meta.url));
const SHARED = "shared";

export interface MigrateOptions {
  adminUrl: string;
  /** The departments whose tables live in this database. */
  departments: readonly string[];
  /** Every process that knows it can log in as any department: keep it like a key. */
  loginSecret: string;
  migrationsFolder?: string;
}

/** Brings one database up to date: roles, schemas, tables. Processes that do so at once take turns. */
export async function migrate(options: MigrateOptions): Promise<void> {
  const folder = options.migrationsFolder ?? OWN_MIGRATIONS;
  const shared = await readMigrations(folder, SHARED);
  if (shared.length === 0) {
    throw new OperatorError(`${folder}/${SHARED} has no migrations: the installation is incomplete, install it again.`);
  }
  await withSession(options.adminUrl, async (sql) => {
    await sql`select set_config('statement_timeout', '0', false)`;
    await sql`select pg_advisory_lock(${LOCK})`;
    await prepareRecord(sql);
    await closeToPublic(sql);
    await applyMigrations(sql, SHARED, shared);
    for (const department of options.departments) {
      await prepareDepartment(sql, department, options.loginSecret);
      await applyMigrations(sql, department, await readMigrations(folder, department));
    }
  });
}

/** One connection from begin to end: the advisory lock is held by it, and goes with it. */
async function withSession(url: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: "onedoor migrate", client_min_messages: "error" },
  });
  try {
    await work(sql);
  } catch (error) {
    if (!unreachable.has(codeOf(error) ?? "")) throw error;
    const { host } = new URL(url);
    throw new OperatorError(`No PostgreSQL server answers at ${host}: start it, or correct DATABASE_URL.`, {
      cause: error,
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ETIMEDOUT", "CONNECT_TIMEOUT"]);
