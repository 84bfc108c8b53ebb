import type { Sql } from "postgres";
import { codeOf, OperatorError } from "../operator-error.ts";
import { loginOf, passwordVerifier, schemaOf, systemLoginOf } from "./login.ts";

/**
 * Logins beside the department's own, for a part of it that may do what the rest must not: the hub adds records and
 * cannot seal, the sealer seals and cannot add records; who checks passwords changes no account, and the other way round.
 */
const FURTHER_LOGINS: Readonly<Record<string, readonly string[]>> = {
  accounts: ["accounts-sign-in", "accounts-follower", "accounts-operator"],
  audit: ["audit-sealer"],
  population: ["population-register"],
};

/** Logins that keep what they have seen of a file in temporary tables. */
const TEMPORARY_TABLES = new Set(["population-register"]);

/**
 * Limits of a login itself: through a pooler a session can set none. Those that read and write for people have them; a seal or a
 * load takes as long as it takes.
 */
const LIMITS = ["statement_timeout=5s", "idle_in_transaction_session_timeout=5s"];
const WITHOUT_LIMITS = new Set(["audit-sealer", "population-register"]);

const ATTEMPTS = 20;
// Roles are shared by all databases of a server, and advisory locks are not: somebody else may change the same role.
const CHANGED_MEANWHILE = new Set(["23505", "42710", "XX000"]);
const INSUFFICIENT_PRIVILEGE = "42501";

/** The department's schema and its login roles, which may use that schema and no other. */
export async function prepareDepartment(sql: Sql, department: string, loginSecret: string): Promise<void> {
  const schema = schemaOf(department);
  await sql`create schema if not exists ${sql(schema)}`;
  await sql`revoke all on schema ${sql(schema)} from public`;
  const [database] = await sql<{ name: string }[]>`select current_database() as name`;
  for (const name of [department, systemLoginOf(department), ...(FURTHER_LOGINS[department] ?? [])]) {
    const login = loginOf(name);
    await prepareLogin(sql, name, loginSecret);
    await sql`grant usage on schema ${sql(schema)} to ${sql(login)}`;
    // Row policies call its functions; it holds no data.
    await sql`grant usage on schema onedoor to ${sql(login)}`;
    if (database === undefined) continue;
    await sql`grant connect on database ${sql(database.name)} to ${sql(login)}`;
    if (TEMPORARY_TABLES.has(name)) await sql`grant temporary on database ${sql(database.name)} to ${sql(login)}`;
  }
}

/** Only a department's own login enters its database, and nobody makes tables outside a department's schema. */
export async function closeToPublic(sql: Sql): Promise<void> {
  const [database] = await sql<{ name: string }[]>`select current_database() as name`;
  if (database !== undefined) await sql`revoke all on database ${sql(database.name)} from public`;
  const [found] = await sql`select from pg_namespace where nspname = 'public'`;
  if (found !== undefined) await sql`revoke all on schema public from public`;
}

async function prepareLogin(sql: Sql, department: string, loginSecret: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await createOrCorrect(sql, loginOf(department), passwordVerifier(department, loginSecret));
      if (!WITHOUT_LIMITS.has(department)) await limit(sql, loginOf(department));
      return;
    } catch (error) {
      const code = codeOf(error) ?? "";
      if (code === INSUFFICIENT_PRIVILEGE) {
        throw new OperatorError(
          `The login of DATABASE_URL may not create the role ${loginOf(department)}: give it CREATEROLE, or connect as an administrator.`,
          { cause: error },
        );
      }
      if (!CHANGED_MEANWHILE.has(code) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function createOrCorrect(sql: Sql, login: string, verifier: string): Promise<void> {
  const [role] = await sql<{ isModest: boolean }[]>`
    select rolcanlogin and not (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication)
      as "isModest"
    from pg_roles where rolname = ${login}`;
  // DDL takes no parameters; a verifier is base64, and holds no quote.
  const password = sql.unsafe(`'${verifier}'`);
  if (role === undefined) {
    await sql`create role ${sql(login)} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication
      password ${password}`;
    return;
  }
  if (!role.isModest) {
    await sql`alter role ${sql(login)} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication`;
  }
  if (!(await hasVerifier(sql, login, verifier))) await sql`alter role ${sql(login)} password ${password}`;
}

async function limit(sql: Sql, login: string): Promise<void> {
  const [kept] = await sql<{ limits: string[] }[]>`
    select s.setconfig as limits from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
    where r.rolname = ${login} and s.setdatabase = 0`;
  for (const wanted of LIMITS) {
    if (kept?.limits.includes(wanted) === true) continue;
    const [name = "", value = ""] = wanted.split("=");
    await sql`alter role ${sql(login)} set ${sql(name)} = ${sql.unsafe(`'${value}'`)}`;
  }
}

/** Saves the change when nothing changes; only a superuser can tell. */
async function hasVerifier(sql: Sql, login: string, verifier: string): Promise<boolean> {
  const [readable] = await sql<{ yes: boolean }[]>`select has_table_privilege('pg_authid', 'select') as yes`;
  if (readable?.yes !== true) return false;
  const [same] = await sql`select from pg_authid where rolname = ${login} and rolpassword = ${verifier}`;
  return same !== undefined;
}
