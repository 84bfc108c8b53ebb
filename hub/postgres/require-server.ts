import { openSession, type Session } from "../../subgraphs/shared/postgres/session.ts";
import { OperatorError } from "../operator-error.ts";
import { type Addressed, connectionFailure } from "./connection-failure.ts";

const NEEDED_MAJOR = 17;
const PATIENCE_MS = 10_000;
/** Sessions, codes and emergency accesses end by the database's clock, tokens by the hub's. */
const CLOCKS_DIFFER_MS = 5_000;

interface Found {
  versionNumber: number;
  version: string;
  encoding: string;
  isStandby: boolean;
  mayMakeRoles: boolean;
  login: string;
  now: number;
  isCoordinator: boolean;
}

/**
 * Makes sure, before anything is changed, that Onedoor can use the databases. What is wrong with any of them is said at
 * once; what is no reason to stop is a notice. Gives the addresses of those that can spread tables over machines.
 */
export async function requireServers(
  databases: readonly Addressed[],
  onNotice: (line: string) => void = () => undefined,
): Promise<ReadonlySet<string>> {
  const looks = databases.map((one) => requireServer(one, onNotice));
  const outcomes = await Promise.allSettled(looks);
  const failures = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  const told = failures.filter((one) => one instanceof OperatorError);
  if (told.length < failures.length) await Promise.all(looks);
  if (told.length > 0) {
    throw new OperatorError([...new Set(told.map(({ message }) => message))].join("\n"), { cause: told[0] });
  }
  const found = await Promise.all(looks);
  return new Set(databases.filter((_, at) => found[at]?.isCoordinator).map(({ url }) => url));
}

async function requireServer(database: Addressed, onNotice: (line: string) => void): Promise<Found> {
  const { host } = new URL(database.url);
  const found = await look(database);
  const major = Math.floor(found.versionNumber / 10_000);
  if (major < NEEDED_MAJOR) {
    throw new OperatorError(
      `The server at ${host} is PostgreSQL ${found.version}, and Onedoor needs ${NEEDED_MAJOR} or later: give the address of such a server in ${database.setting}.`,
    );
  }
  if (found.encoding !== "UTF8") {
    throw new OperatorError(
      `The database of ${database.setting} keeps text as ${found.encoding}, and Onedoor needs UTF8: make it with "create database … template template0 encoding 'UTF8'".`,
    );
  }
  if (found.isStandby) {
    throw new OperatorError(
      `The server at ${host} is a standby, which takes no changes: give the address of the primary in ${database.setting}.`,
    );
  }
  if (!found.mayMakeRoles) {
    throw new OperatorError(
      `The login "${found.login}" of ${database.setting} may not create the departments' roles: give it CREATEROLE, or connect as an administrator.`,
    );
  }
  const apart = Math.abs(found.now - Date.now());
  if (apart > CLOCKS_DIFFER_MS) {
    onNotice(
      `The clocks of this machine and of the server at ${host} differ by ${Math.round(apart / 1000)} s: set both by NTP, or people are signed out too early and tokens are refused.`,
    );
  }
  return found;
}

async function look(database: Addressed): Promise<Found> {
  let session: Session | undefined;
  try {
    session = await openSession({
      url: database.url,
      name: "onedoor start",
      // One that every session has: a pooler refuses it as a rule.
      settings: { statement_timeout: PATIENCE_MS },
      // What is no PostgreSQL server, and answers all the same, would be waited for without end.
      connectWithinMs: PATIENCE_MS,
      statementWithinMs: PATIENCE_MS,
    });
    const [found] = await session.sql<[Found]>`
      select current_setting('server_version_num')::integer as "versionNumber",
        split_part(current_setting('server_version'), ' ', 1) as version,
        current_setting('server_encoding') as encoding, pg_is_in_recovery() as "isStandby",
        (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayMakeRoles",
        exists (select from pg_extension where extname = 'citus') as "isCoordinator", current_user as login, extract(epoch from clock_timestamp())::float8 * 1000 as now`;
    return found;
  } catch (error) {
    throw connectionFailure(error, database) ?? error;
  } finally {
    await session?.close();
  }
}
