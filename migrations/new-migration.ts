import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readTables, root } from "./snapshot.ts";
import { Refusal, writeMigration, type Wanted } from "./write-migration.ts";

const USAGE = "npm run migration -- --department fisheries --name add_licences [--by-hand | --baseline]";

try {
  const wanted = readOptions();
  const tables = await readTables(wanted.department);
  const path = await writeMigration(join(root, "migrations"), { ...wanted, tables });
  console.log(`Written: ${path}. Read it before you keep it.`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readOptions(): Omit<Wanted, "tables"> {
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
