import postgres, { type ISql } from "postgres";
import { schemaOf } from "../migrate/login.ts";
import { codeOf, OperatorError } from "../postgres/operator-error.ts";
import type { Chunk } from "./chunks.ts";
import { copyRows } from "./copy.ts";
import { findState, keepRun, lockDepartment, prepareTables, type SeedRun } from "./run-record.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/** One department's part of a run: one connection, and one transaction from the first row to the last. */
export interface DepartmentLoad {
  department: SeededDepartment;
  /** True when an earlier run, cut off before its end, has already loaded this department. */
  isLoaded: boolean;
  add(chunk: Chunk): Promise<void>;
  /** Makes the rows visible, all at once. */
  commit(): Promise<void>;
  /** Gives up the connection; what was not committed is gone. */
  close(): Promise<void>;
}

export async function openDepartmentLoad(
  department: SeededDepartment,
  adminUrl: string,
  run: SeedRun,
): Promise<DepartmentLoad> {
  const schema = schemaOf(department.name);
  const pool = postgres(adminUrl, {
    max: 1,
    max_lifetime: null,
    // Not with fetch_types off: postgres.js 3.4 then never hands over a first connection that is reserved.
    onnotice: () => undefined,
    connection: {
      application_name: `onedoor seed ${department.name}`,
      search_path: "",
      statement_timeout: 0,
      // Departments wait for each other between two chunks.
      idle_in_transaction_session_timeout: 0,
    },
  });
  const close = () => pool.end({ timeout: 0 });
  try {
    const session = await pool.reserve();
    await prepareTables(session, department);
    await session`begin`;
    await lockDepartment(session, department.name);
    const state = await findState(session, department, run);
    return {
      department,
      isLoaded: state === "LOADED",
      add: (chunk) => explaining(department, () => addRows(session, department, chunk)),
      commit: () => explaining(department, () => commit(session, department, run)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }

  async function addRows(session: ISql, department: SeededDepartment, chunk: Chunk): Promise<void> {
    const rows = chunk.rows.get(department);
    for (const [table, columns] of Object.entries(department.tables)) {
      const bytes = rows?.tables.get(table)?.bytes();
      if (bytes !== undefined) await copyRows(session, { schema, table, columns }, bytes);
    }
  }

  async function commit(session: ISql, { name, tables }: SeededDepartment, run: SeedRun): Promise<void> {
    // The planner would otherwise take the tables for empty until autovacuum comes round.
    for (const table of Object.keys(tables)) await session`analyze ${session(schema)}.${session(table)}`;
    await keepRun(session, name, run);
    await session`commit`;
  }
}

const LOST = new Set(["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "ECONNRESET", "EPIPE", "57P01"]);

async function explaining(department: SeededDepartment, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!LOST.has(codeOf(error) ?? "")) throw error;
    throw new OperatorError(
      `The connection to the database of ${department.name} was lost while seeding: run the same command again, it loads what is missing.`,
      { cause: error },
    );
  }
}
