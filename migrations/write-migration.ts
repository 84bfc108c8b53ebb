import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { loginOf, schemaOf } from "../hub/migrate/login.ts";
import { emptySnapshot, snapshotOf, statementsBetween, type Snapshot } from "./snapshot.ts";

export interface Wanted {
  department: string;
  /** Verb and subject; the number is ours to give. */
  name: string;
  /** `baseline` keeps what the tables are now without writing a migration. */
  kind: "generated" | "by-hand" | "baseline";
  tables: Record<string, unknown>;
}

/** Said to the developer as it is. */
export class Refusal extends Error {}

const BY_HAND = "-- Say here why, then write the change.\n";

/**
 * Writes the next migration of a department from the change to its tables, and gives the file's path.
 * `snapshot.json` beside the migrations keeps what they lead to; it is written here only.
 */
export async function writeMigration(migrations: string, wanted: Wanted): Promise<string> {
  const { department, kind } = wanted;
  const folder = join(migrations, department);
  const snapshotFile = join(folder, "snapshot.json");
  await mkdir(folder, { recursive: true });
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const after = snapshotOf(wanted.tables);
  const keep = async () =>
    writeFile(snapshotFile, await format(JSON.stringify(after), { parser: "json", printWidth: 120 }));
  if (kind === "baseline") {
    await keep();
    return `migrations/${department}/snapshot.json`;
  }
  if (files.length > 0 && !existsSync(snapshotFile)) {
    throw new Refusal(`migrations/${department} has no snapshot.json yet: make one with --baseline first.`);
  }
  const before = files.length === 0 ? emptySnapshot : (JSON.parse(await readFile(snapshotFile, "utf8")) as Snapshot);
  const text = kind === "by-hand" ? BY_HAND : await textOf(department, before, after);
  const number = String(Number(files.at(-1)?.slice(0, 4) ?? 0) + 1).padStart(4, "0");
  const file = `${number}_${wanted.name}.sql`;
  await keep();
  await writeFile(join(folder, file), text);
  return `migrations/${department}/${file}`;
}

async function textOf(department: string, before: Snapshot, after: Snapshot): Promise<string> {
  let statements: string[];
  try {
    statements = await statementsBetween(before, after);
  } catch (error) {
    if (!String(error).includes("TTY")) throw error;
    throw new Refusal(
      "Something was removed and something like it added, which may be a rename: make two migrations, or write it with --by-hand.",
    );
  }
  if (statements.length === 0) {
    throw new Refusal(`subgraphs/${department}/tables.ts has not changed: change it first, or use --by-hand.`);
  }
  const made = Object.values(after.tables).filter(({ name }) => !Object.hasOwn(before.tables, keyOf(department, name)));
  return [...statements, ...made.map(({ name }) => closed(department, name))].join("\n\n") + "\n";
}

function keyOf(department: string, table: string): string {
  return `${schemaOf(department)}.${table}`;
}

/** A new table shows nobody anything until its policy and its grant are written. */
function closed(department: string, table: string): string {
  const name = keyOf(department, table);
  return `alter table ${name} enable row level security;
alter table ${name} force row level security;
-- Open it as far as need be: create policy visible_rows on ${name} for select using (...);
-- grant select on ${name} to ${loginOf(department)};`;
}
