import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../../hub/config/config.ts";
import { startEmbeddedPostgres } from "../../../hub/postgres/start-embedded-postgres.ts";
import type { ResidentCounts } from "../../../schema/access/residents-concerned.ts";
import { openSession, type Session } from "../../../subgraphs/shared/postgres/session.ts";

const REGISTER = "population";
const LIMITS = { connectWithinMs: 3_000, statementWithinMs: 600_000 };
/** Row policies hold for the administrator, too: the whole country, by the first two digits of its divisions. */
const EVERYWHERE = Array.from({ length: 90 }, (_, at) => String(10 + at));

/** Counts in the installation's databases as they are; null when there is none that answers. Starts no new one. */
export async function countResidents(config: Config, departments: readonly string[]): Promise<ResidentCounts | null> {
  const main = await openMain(config);
  if (main === null) return null;
  try {
    const urlOf = (department: string) => config.departmentDatabases.get(department) ?? main.url;
    const overall = await countIn(urlOf(REGISTER), REGISTER);
    if (overall === null) return null;
    const within = new Map([[REGISTER, overall]]);
    for (const department of departments.filter((name) => name !== REGISTER)) {
      const count = await countIn(urlOf(department), department);
      if (count !== null) within.set(department, count);
    }
    return { overall, within };
  } finally {
    await main.close();
  }
}

async function openMain({ databaseUrl, dataFolder }: Config): Promise<{ url: string; close(): Promise<void> } | null> {
  if (databaseUrl !== null) return { url: databaseUrl, close: async () => undefined };
  const isThere = ["cluster", "moved-to"].some((name) => existsSync(join(dataFolder, "postgres", name)));
  const embedded = isThere ? await startEmbeddedPostgres({ dataFolder }).catch(() => null) : null;
  return embedded === null ? null : { url: embedded.adminUrl, close: () => embedded.stop() };
}

/** Distinct residents over a department's tables; null when it has none about residents, or can't be reached. */
async function countIn(url: string, department: string): Promise<number | null> {
  let session: Session | undefined;
  try {
    session = await openSession({ url, name: "onedoor check", ...LIMITS, knowsArrays: true });
    const { sql } = session;
    const schema = department.replaceAll("-", "_");
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = ${schema} and column_name = 'resident_id' order by table_name`;
    const [first, ...others] = tables.map(({ name }) => sql`select resident_id from ${sql(schema)}.${sql(name)}`);
    if (first === undefined) return null;
    const residents = others.reduce((all, one) => sql`${all} union ${one}`, first);
    return await session.transaction(async (transaction) => {
      await transaction`select onedoor.set_viewer(${EVERYWHERE}::text[], null)`;
      const [row] = await transaction<{ count: number }[]>`
        select count(distinct resident_id)::int as count from (${residents}) as residents`;
      return row?.count ?? null;
    }, "begin read only");
  } catch {
    return null;
  } finally {
    await session?.close();
  }
}
