import { copyRows } from "../../hub/copy/copy-rows.ts";
import type { Rows } from "../../hub/copy/rows.ts";
import { openSession, type Session, withoutLoss } from "../../hub/copy/session.ts";
import { schemaOf } from "../../hub/migrate/login.ts";
import type { SeededDepartment } from "../departments/seeded-department.ts";
import type { Chunk } from "./chunks.ts";
import { findState, keepRun, lockDepartment, prepareTables, type SeedRun } from "./run-record.ts";

/** One department's part of a run: one transaction from the first row to the last. */
export interface DepartmentLoad {
  readonly department: SeededDepartment;
  /** True when an earlier run, cut off before its end, has already loaded this department. */
  readonly isLoaded: boolean;
  /** Resolves once the chunk may be followed by another; its rows are there when they are committed. */
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
    const rows = gatherRows(session, department);
    let added: Promise<void> = Promise.resolve();
    const isLoaded = (await findState(session, department, run)) === "LOADED";
    return {
      department,
      isLoaded,
      add(chunk) {
        added = added.then(() => withoutLoss(department.name, () => rows.add(chunk.rows.get(department))));
        return added;
      },
      commit: () =>
        withoutLoss(department.name, async () => {
          await rows.sendAll();
          await commit(session, department, run);
        }),
      close: session.close,
    };
  } catch (error) {
    await session.close();
    throw error;
  }
}

// What a statement costs beside its rows is not always little.
const BYTES_PER_COPY = 4_000_000;

/** Gathers the rows of chunks, table by table, and sends them once there are many. */
function gatherRows(session: Session, { name, tables }: SeededDepartment) {
  const schema = schemaOf(name);
  const gathered = new Map<string, { bytes: Buffer[]; size: number }>();
  const send = async (atLeast: number): Promise<void> => {
    for (const [table, columns] of Object.entries(tables)) {
      const rows = gathered.get(table);
      if (rows === undefined || rows.size < atLeast) continue;
      gathered.delete(table);
      await copyRows(session.sql(), { schema, table, columns }, rows.bytes);
    }
  };
  return {
    async add(added: Rows | undefined): Promise<void> {
      for (const [table, rows] of added?.tables ?? []) {
        const all = gathered.get(table) ?? { bytes: [], size: 0 };
        gathered.set(table, all);
        for (const some of rows.bytes()) {
          all.bytes.push(some);
          all.size += some.byteLength;
        }
      }
      await send(BYTES_PER_COPY);
    },
    sendAll: () => send(0),
  };
}

async function commit(session: Session, { name, tables, afterwards }: SeededDepartment, run: SeedRun): Promise<void> {
  const schema = schemaOf(name);
  if (afterwards !== undefined) await session.sql().unsafe(afterwards);
  // The planner would otherwise take the tables for empty until autovacuum comes round.
  for (const table of Object.keys(tables)) {
    const sql = session.sql();
    await sql`analyze ${sql(schema)}.${sql(table)}`;
  }
  await keepRun(session, name, run);
  await session.commit();
}
