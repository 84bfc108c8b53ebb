import { schemaOf } from "../migrate/login.ts";
import type { Chunk } from "./chunks.ts";
import { copyRows } from "./copy.ts";
import { findState, keepRun, lockDepartment, prepareTables, type SeedRun } from "./run-record.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { openSession, type Session, withoutLoss } from "./session.ts";

/** One department's part of a run: one transaction from the first row to the last. */
export interface DepartmentLoad {
  readonly department: SeededDepartment;
  /** True when an earlier run, cut off before its end, has already loaded this department. */
  readonly isLoaded: boolean;
  readonly add: (chunk: Chunk) => Promise<void>;
  /** Makes the rows visible, all at once. */
  readonly commit: () => Promise<void>;
  /** Gives up the connection; what was not committed is gone. */
  readonly close: () => Promise<void>;
}

export async function openDepartmentLoad(
  department: SeededDepartment,
  adminUrl: string,
  run: SeedRun,
): Promise<DepartmentLoad> {
  const session = await openSession(department.name, adminUrl);
  try {
    await prepareTables(session, department);
    await session.sql()`begin`;
    await lockDepartment(session, department.name);
    const isLoaded = (await findState(session, department, run)) === "LOADED";
    return {
      department,
      isLoaded,
      add: (chunk) => withoutLoss(department.name, () => addRows(session, department, chunk)),
      commit: () => withoutLoss(department.name, () => commit(session, department, run)),
      close: session.close,
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function addRows(session: Session, department: SeededDepartment, chunk: Chunk): Promise<void> {
  const schema = schemaOf(department.name);
  const rows = chunk.rows.get(department);
  for (const [table, columns] of Object.entries(department.tables)) {
    const bytes = rows?.tables.get(table)?.bytes();
    if (bytes !== undefined) await copyRows(session.sql(), { schema, table, columns }, bytes);
  }
}

async function commit(session: Session, { name, tables }: SeededDepartment, run: SeedRun): Promise<void> {
  const schema = schemaOf(name);
  // The planner would otherwise take the tables for empty until autovacuum comes round.
  for (const table of Object.keys(tables)) {
    const sql = session.sql();
    await sql`analyze ${sql(schema)}.${sql(table)}`;
  }
  await keepRun(session, name, run);
  await session.sql()`commit`;
}
