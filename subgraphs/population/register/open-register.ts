import type { Sql } from "postgres";
import { openSession, type Session } from "../../shared/postgres/session.ts";
import { FileRefusal } from "./csv-file.ts";

/** Any number will do, as long as every import asks for the same one. */
const LOCK = 6_305_017_243;

export interface Register extends Pick<Session, "transaction"> {
  /** One connection from begin to end: what an import has seen is kept in its temporary tables. */
  readonly sql: Sql;
  /** Lets the planner know what has come. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Logs in to load the register; one import at a time. */
export async function openRegister(url: string): Promise<Register> {
  const session = await openSession({
    url,
    name: "onedoor population import",
    settings: {
      search_path: "",
      statement_timeout: 0,
      // Batches look their residents up by number, however few the planner believes there are.
      enable_seqscan: "off",
      enable_hashjoin: "off",
      enable_mergejoin: "off",
      // A batch that was confirmed and is lost with the power comes again with the next run of the same file.
      synchronous_commit: "off",
    },
    statementWithinMs: 0,
    knowsArrays: true,
  });
  const { sql } = session;
  try {
    const [lock] = await sql<{ isFree: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as "isFree"`;
    if (lock?.isFree !== true)
      throw new FileRefusal("Another import of the register is under way: wait for it to end.");
    await sql`create temporary table seen_numbers (id_number text primary key, line integer not null)`;
    await sql`create temporary table seen_households (household_id bigint primary key, area_code text not null)`;
    return {
      sql,
      transaction: session.transaction,
      async finish() {
        await sql`analyze population.residents`;
        await sql`analyze population.households`;
      },
      close: session.close,
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}
