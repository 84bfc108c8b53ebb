import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../migrations/snapshot.ts";

const loader = createRequire(import.meta.url).resolve("tsx");

test("each change of tables.ts becomes the next migration, without anybody at the keyboard", async () => {
  const copy = await copyOfTheTool();
  await writeTables(
    copy,
    `boats = schema.table("boats", { residentId: bigint("resident_id", { mode: "bigint" }).notNull() },
    (table) => [index("boats_newest").on(table.residentId.desc())])`,
  );
  expect(run(copy, "add_boats")).toMatchObject({ status: 0 });
  const first = readFileSync(join(copy, "migrations/fishing-boats/0001_add_boats.sql"), "utf8");
  expect(first).toContain('CREATE TABLE "fishing_boats"."boats" (\n\t"resident_id" bigint NOT NULL\n);');
  expect(first).toContain('("resident_id" DESC);');
  expect(first).toContain("alter table fishing_boats.boats force row level security;");
  expect(run(copy, "add_nothing")).toEqual({
    status: 1,
    stderr: "subgraphs/fishing-boats/tables.ts has not changed: change it first, or use --by-hand.\n",
  });

  await writeTables(copy, `boats = schema.table("boats", { owner: text("owner") })`);
  expect(run(copy, "rename_owner").stderr).toMatch(
    /may be a rename: make two migrations, or write it with --by-hand\.\n$/,
  );
  expect(run(copy, "rename_owner", "--by-hand")).toMatchObject({ status: 0 });
  expect(run(copy, "rename_again").stderr).toContain("has not changed");
  expect((await readdir(join(copy, "migrations/fishing-boats"))).sort()).toEqual([
    "0001_add_boats.sql",
    "0002_rename_owner.sql",
    "snapshot.json",
  ]);
});

async function copyOfTheTool(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "onedoor-new-migration-"));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  for (const path of [
    "package.json",
    "cli/migrate/login.ts",
    "migrations/new-migration.ts",
    "migrations/snapshot.ts",
  ]) {
    await cp(join(root, path), join(copy, path));
  }
  await mkdir(join(copy, "subgraphs/fishing-boats"), { recursive: true });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

async function writeTables(copy: string, tables: string): Promise<void> {
  const text = `import { bigint, index, pgSchema, text } from "drizzle-orm/pg-core";
const schema = pgSchema("fishing_boats");
export const ${tables};
`;
  await writeFile(join(copy, "subgraphs/fishing-boats/tables.ts"), text);
}

function run(copy: string, name: string, ...flags: string[]) {
  const words = ["migrations/new-migration.ts", "--department", "fishing-boats", "--name", name, ...flags];
  const { status, stderr } = spawnSync(process.execPath, ["--import", loader, ...words], {
    cwd: copy,
    encoding: "utf8",
  });
  return { status, stderr };
}
