import postgres, { type Sql } from "postgres";
import { FileRefusal } from "./csv-file.ts";

/** Any number will do, as long as every import asks for the same one. */
const LOCK = 6_305_017_243;

export interface Register {
  /** One connection from begin to end: what an import has seen is kept in its temporary tables. */
  readonly sql: Sql;
  /** Lets the planner know what has come. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Logs in to load the register; one import at a time. */
export async function openRegister(url: string): Promise<Register> {
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: {
      application_name: "onedoor population import",
      search_path: "",
      statement_timeout: 0,
      // Batches look their residents up by number, however few the planner believes there are.
      enable_seqscan: false,
      enable_hashjoin: false,
      enable_mergejoin: false,
      // A batch that was confirmed and is lost with the power comes again with the next run of the same file.
      synchronous_commit: "off",
    },
  });
  try {
    const [lock] = await sql<{ isFree: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as "isFree"`;
    if (lock?.isFree !== true)
      throw new FileRefusal("Another import of the register is under way: wait for it to end.");
    await sql`create temporary table seen_numbers (id_number text primary key, line integer not null)`;
    await sql`create temporary table seen_households (household_id bigint primary key, area_code text not null)`;
    return {
      sql,
      async finish() {
        await sql`analyze population.residents`;
        await sql`analyze population.households`;
      },
      close: () => sql.end({ timeout: 5 }),
    };
  } catch (error) {
    await sql.end({ timeout: 5 });
    throw error;
  }
}
