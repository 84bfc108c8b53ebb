import type { ISql } from "postgres";
import { openSession } from "../../subgraphs/shared/postgres/session.ts";
import { OperatorError } from "../operator-error.ts";
import { findSpreadFaults } from "./find-spread-faults.ts";
import { type PlacedTable, placesOf } from "./places.ts";
import { readSpreadTables } from "./read-catalogue.ts";

export interface SpreadOptions {
  readonly adminUrl: string;
  readonly schemas: readonly string[];
  readonly signal: AbortSignal;
  readonly onTables: (done: number, total: number) => void;
}

/** How many tables lie where, and how many of them this run has put there. */
export interface SpreadReport {
  readonly distributed: number;
  readonly reference: number;
  readonly local: number;
  readonly moved: number;
}

/**
 * Spreads the tables of a database over the machines of a Citus cluster, each as hub/spread/distribution.ts says. A table is moved
 * as a whole or not at all, so a run that was stopped is gone on with by the next.
 */
export async function spreadDatabase({ adminUrl, schemas, signal, onTables }: SpreadOptions): Promise<SpreadReport> {
  // Moving a table takes as long as its rows take.
  const session = await openSession({ url: adminUrl, name: "onedoor spread", statementWithinMs: 0, knowsArrays: true });
  try {
    const { sql } = session;
    await requireCluster(sql, new URL(adminUrl).host);
    const tables = await readSpreadTables(sql, schemas);
    const faults = findSpreadFaults(tables);
    if (faults.length > 0)
      throw new OperatorError(`Nothing was spread:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    const places = placesOf(tables);
    let moved = 0;
    for (const [done, place] of places.spread.entries()) {
      signal.throwIfAborted();
      onTables(done, places.spread.length);
      if (!(await isThere(sql, place))) {
        await move(sql, place);
        moved += 1;
      }
    }
    onTables(places.spread.length, places.spread.length);
    const reference = places.spread.filter(({ column }) => column === null).length;
    return { distributed: places.spread.length - reference, reference, local: places.local, moved };
  } finally {
    await session.close();
  }
}

async function requireCluster(sql: ISql, host: string): Promise<void> {
  const [found] = await sql`select from pg_extension where extname = 'citus'`;
  if (found === undefined) {
    throw new OperatorError(
      `The server at ${host} has no Citus, so there are no machines to spread tables over: nothing was changed.`,
    );
  }
  const [workers] = await sql<{ count: number }[]>`select count(*)::int as count from citus_get_active_worker_nodes()`;
  if (workers === undefined || workers.count === 0) {
    throw new OperatorError(
      `The coordinator at ${host} knows no worker: add each with "select citus_add_node('host', 5432)", and run this again.`,
    );
  }
}

/** True where the table lies as it should; one that lies otherwise is somebody's decision, and stays. */
async function isThere(sql: ISql, { name, column }: PlacedTable): Promise<boolean> {
  const [found] = await sql<{ method: string; column: string | null }[]>`
    select partmethod::text as method,
      case when partkey is not null then column_to_column_name(logicalrelid, partkey) end as column
    from pg_dist_partition where logicalrelid = ${name}::regclass`;
  if (found === undefined) return false;
  if (found.column === column && found.method === (column === null ? "n" : "h")) return true;
  throw new OperatorError(`${name} is spread in another way already: undistribute it first (undistribute_table).`);
}

async function move(sql: ISql, { name, column, beside }: PlacedTable): Promise<void> {
  if (column === null) await sql`select create_reference_table(${name}::regclass)`;
  else await sql`select create_distributed_table(${name}::regclass, ${column}, colocate_with => ${beside ?? "none"})`;
}
