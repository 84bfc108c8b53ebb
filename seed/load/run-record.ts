import type { Session } from "../../hub/copy/session.ts";
import { schemaOf } from "../../hub/migrate/login.ts";
import { OperatorError } from "../../hub/operator-error.ts";
import type { SeededDepartment } from "../departments/seeded-department.ts";
import type { Extent } from "../people/person.ts";

/** What decides the bytes of a load; two loads with the same run are the same. */
export interface SeedRun {
  extent: Extent;
  seed: number;
  residents: number;
  today: string;
}

interface EarlierRun {
  extent: string;
  seed: string;
  residents: string;
  today: string;
  generator: number;
}

/** Counts up whenever the same run would give other data, so that a load is never continued with another's. */
const GENERATOR = 3;

// Any number will do, as long as every seed asks for the same one.
const LOCK_CLASS = 630_501;

export const HOW_TO_RESET =
  "To start over, stop the hub and delete its data folder (ONEDOOR_DATA, otherwise .data), or give DATABASE_URL an empty database.";

/** Makes ready what a load needs: the record of runs, the right to load, and tables without leftovers. */
export async function prepareTables(session: Session, department: SeededDepartment): Promise<void> {
  await session.sql()`begin`;
  await lockDepartment(session, department.name);
  for (const table of Object.keys(department.tables)) await prepareTable(session, department.name, table);
  await session.commit();
  // Kept outside the departments' migrations: a hub that was never seeded does not have it. Departments of one
  // database ask for it one after the other, and other processes wait on the lock.
  await session.sql()`begin`;
  await session.sql()`select pg_advisory_xact_lock(${LOCK_CLASS}, 0)`;
  await session.sql()`create table if not exists onedoor.seed_runs (
    department text primary key,
    extent text not null default 'DEMO',
    seed bigint not null,
    residents bigint not null,
    today date not null,
    generator integer not null,
    loaded_at timestamptz not null default now()
  )`;
  await addExtent(session);
  await session.commit();
}

/** Hubs seeded before there was a province have the table without it. */
async function addExtent(session: Session): Promise<void> {
  const columns = await session.sql()`select from pg_attribute
    where attrelid = 'onedoor.seed_runs'::regclass and attname = 'extent'`;
  // Asked first: the change waits for every transaction that has read the table, and departments loaded by this very
  // run have begun theirs.
  if (columns.length === 0) {
    await session.sql()`alter table onedoor.seed_runs add column extent text not null default 'DEMO'`;
  }
}

/** Two seeds at once would load everything twice. Held until the transaction ends. */
export async function lockDepartment(session: Session, department: string): Promise<void> {
  const [lock] = await session.sql()<{ isFree: boolean }[]>`
    select pg_try_advisory_xact_lock(${LOCK_CLASS}, hashtext(${department})) as "isFree"`;
  if (lock?.isFree !== true) {
    throw new OperatorError(`Another seed is loading ${department} right now: wait for it to end.`);
  }
}

/** Whether the department waits for its rows or has them from this run; anything else is refused. */
export async function findState(
  session: Session,
  department: SeededDepartment,
  run: SeedRun,
): Promise<"EMPTY" | "LOADED"> {
  const schema = schemaOf(department.name);
  const held: string[] = [];
  for (const table of Object.keys(department.tables)) {
    if (await hasRows(session, schema, table)) held.push(`${schema}.${table}`);
  }
  if (held.length === 0) return "EMPTY";
  const [earlier] = await session.sql()<EarlierRun[]>`
    select extent, seed::text, residents::text, today::text, generator from onedoor.seed_runs
    where department = ${department.name}`;
  if (earlier === undefined) {
    throw new OperatorError(
      `${held.join(" and ")} already ${held.length === 1 ? "holds" : "hold"} rows that no seed put there: seed fills an empty database only. ${HOW_TO_RESET}`,
    );
  }
  const isSame =
    earlier.extent === run.extent &&
    earlier.seed === String(run.seed) &&
    earlier.residents === String(run.residents) &&
    earlier.today === run.today &&
    earlier.generator === GENERATOR;
  if (!isSame) {
    throw new OperatorError(
      `The database already holds demo data (${earlier.extent === "PROVINCE" ? "--province " : ""}--residents ${earlier.residents} --seed ${earlier.seed}, as of ${earlier.today}); ask for the same with --today ${earlier.today} to go on with it. ${HOW_TO_RESET}`,
    );
  }
  return "LOADED";
}

export async function keepRun(session: Session, department: string, run: SeedRun): Promise<void> {
  const { extent, seed, residents, today } = run;
  // A record without rows is left when somebody emptied the tables by hand.
  await session.sql()`delete from onedoor.seed_runs where department = ${department}`;
  await session.sql()`insert into onedoor.seed_runs (department, extent, seed, residents, today, generator)
    values (${department}, ${extent}, ${seed}, ${residents}, ${today}, ${GENERATOR})`;
}

async function prepareTable(session: Session, department: string, table: string): Promise<void> {
  const schema = schemaOf(department);
  const name = `${schema}.${table}`;
  const [found] = await session.sql()<{ isThere: boolean }[]>`select to_regclass(${name}) is not null as "isThere"`;
  if (found?.isThere !== true) {
    throw new OperatorError(`The database has no table ${name}: bring it up to date with "hub start" first.`);
  }
  const [rights] = await session.sql()<{ isFiltered: boolean; login: string; bytes: string }[]>`
    select row_security_active(${name}::regclass) as "isFiltered", current_user as login,
      pg_relation_size(${name}::regclass)::text as bytes`;
  if (rights?.isFiltered === true) {
    throw new OperatorError(
      `Row security keeps "${rights.login}" from loading ${name}: let a superuser run: alter role "${rights.login}" bypassrls.`,
    );
  }
  // What a load that was cut off has left is invisible, but takes up room.
  if (rights?.bytes === "0" || (await hasRows(session, schema, table))) return;
  const sql = session.sql();
  await sql`lock table ${sql(schema)}.${sql(table)} in access exclusive mode`;
  if (!(await hasRows(session, schema, table))) await session.sql()`truncate ${sql(schema)}.${sql(table)}`;
}

async function hasRows(session: Session, schema: string, table: string): Promise<boolean> {
  const sql = session.sql();
  const [found] = await sql<{ yes: boolean }[]>`select exists(select from ${sql(schema)}.${sql(table)}) as yes`;
  return found?.yes === true;
}
