import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { loginOf, schemaOf } from "../cli/migrate/login.ts";
import { emptySnapshot, readTables, root, snapshotOf, statementsBetween, type Snapshot } from "./snapshot.ts";

const USAGE = "npm run migration -- --department fisheries --name add_licences [--by-hand | --baseline]";

/**
 * Writes the next migration of a department from the change to its `tables.ts`. `snapshot.json` beside the
 * migrations keeps what they lead to; it is written here only.
 */
async function writeMigration(options: Options): Promise<string> {
  const folder = join(root, "migrations", options.department);
  const snapshotFile = join(folder, "snapshot.json");
  const files = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort() : [];
  const after = snapshotOf(await readTables(options.department));
  const keep = async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(snapshotFile, await format(JSON.stringify(after), { parser: "json", printWidth: 120 }));
  };
  if (options.kind === "baseline") {
    await keep();
    return `migrations/${options.department}/snapshot.json`;
  }
  if (files.length > 0 && !existsSync(snapshotFile)) {
    throw new Refusal(`migrations/${options.department} has no snapshot.json yet: make one with --baseline first.`);
  }
  const before = files.length === 0 ? emptySnapshot : (JSON.parse(await readFile(snapshotFile, "utf8")) as Snapshot);
  const text = options.kind === "by-hand" ? BY_HAND : await textOf(options.department, before, after);
  const number = String(Number(files.at(-1)?.slice(0, 4) ?? 0) + 1).padStart(4, "0");
  const file = `${number}_${options.name}.sql`;
  await keep();
  await writeFile(join(folder, file), text);
  return `migrations/${options.department}/${file}`;
}

const BY_HAND = "-- Say here why, then write the change.\n";

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

interface Options {
  department: string;
  name: string;
  kind: "generated" | "by-hand" | "baseline";
}

/** Said to the developer as it is. */
class Refusal extends Error {}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      department: { type: "string" },
      name: { type: "string" },
      "by-hand": { type: "boolean", default: false },
      baseline: { type: "boolean", default: false },
    },
  });
  const { department = "", name = "" } = values;
  if (!existsSync(join(root, "subgraphs", department, "tables.ts"))) {
    throw new Refusal(`There is no subgraphs/${department}/tables.ts. Usage: ${USAGE}`);
  }
  const kind = values.baseline ? "baseline" : values["by-hand"] ? "by-hand" : "generated";
  if (kind !== "baseline" && !/^[a-z0-9]+(_[a-z0-9]+)+$/.test(name)) {
    throw new Refusal(`--name takes a verb and a subject, such as add_licences. Usage: ${USAGE}`);
  }
  return { department, name, kind };
}

try {
  console.log(`Written: ${await writeMigration(readOptions())}. Read the SQL before you keep it.`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
