import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";

export const root = join(import.meta.dirname, "..");

/** What drizzle-kit knows of a department's tables: enough to work out the next change. */
export interface Snapshot {
  tables: Record<string, { name: string }>;
  id: string;
  prevId: string;
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

export const emptySnapshot = snapshotOf({});

/** The tables as they stand in `tables.ts`, and in its parts when it was split by subject. */
export async function readTables(department: string): Promise<Record<string, unknown>> {
  const folder = join(root, "subgraphs", department);
  const files = (await readdir(folder)).filter((name) => /^tables(-[a-z0-9-]+)?\.ts$/.test(name)).sort();
  const modules = await Promise.all(
    files.map(async (name) => (await import(pathToFileURL(join(folder, name)).href)) as Record<string, unknown>),
  );
  return Object.assign({}, ...modules) as Record<string, unknown>;
}

export function snapshotOf(tables: Record<string, unknown>): Snapshot {
  // drizzle-kit numbers its snapshots at random; ours are told apart by their place in the history of the file.
  return { ...(generateDrizzleJson(tables) as unknown as Snapshot), id: NO_ID, prevId: NO_ID };
}

/** The statements that lead from one state to the other. */
export async function statementsBetween(before: Snapshot, after: Snapshot): Promise<string[]> {
  const statements = await generateMigration(before, after);
  // An index in NULLS LAST order is of no use to the plain ORDER BY ... DESC that loaders write.
  return statements.map((statement) => statement.replaceAll(" DESC NULLS LAST", " DESC").trim());
}
