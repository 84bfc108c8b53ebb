import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bigint, index, pgSchema, text } from "drizzle-orm/pg-core";
import { expect, onTestFinished, test } from "vitest";
import { type Wanted, writeMigration } from "../../migrations/write-migration.ts";

const schema = pgSchema("fishing_boats");
const first = schema.table("boats", { boatId: bigint("boat_id", { mode: "bigint" }).notNull() }, (table) => [
  index("boats_newest").on(table.boatId.desc()),
]);
const second = schema.table("boats", { owner: text("owner") });

test("each change of the tables becomes the next migration", async () => {
  const folder = await temporaryFolder();
  expect(await write(folder, "add_boats", { boats: first })).toBe("migrations/fishing-boats/0001_add_boats.sql");
  const made = readFileSync(join(folder, "fishing-boats/0001_add_boats.sql"), "utf8");
  expect(made).toContain('CREATE TABLE "fishing_boats"."boats" (\n\t"boat_id" bigint NOT NULL\n);');
  expect(made).toContain('("boat_id" DESC);');
  expect(made).toContain("alter table fishing_boats.boats force row level security;");
  await expect(write(folder, "add_nothing", { boats: first })).rejects.toThrow(
    "subgraphs/fishing-boats/tables.ts has not changed: change it first, or use --by-hand.",
  );
});

test("what may be a rename is asked of nobody, and written by hand", async () => {
  const folder = await temporaryFolder();
  await write(folder, "add_boats", { boats: first });
  await expect(write(folder, "rename_owner", { boats: second })).rejects.toThrow(
    /may be a rename: make two migrations, or write it with --by-hand\.$/,
  );
  await write(folder, "rename_owner", { boats: second }, "by-hand");
  await expect(write(folder, "rename_again", { boats: second })).rejects.toThrow("has not changed");
  expect((await readdir(join(folder, "fishing-boats"))).sort()).toEqual([
    "0001_add_boats.sql",
    "0002_rename_owner.sql",
    "snapshot.json",
  ]);
});

test("migrations that were written before the first snapshot need a baseline", async () => {
  const folder = await temporaryFolder();
  await write(folder, "add_boats", { boats: first });
  await rm(join(folder, "fishing-boats/snapshot.json"));
  await expect(write(folder, "add_more", { boats: second })).rejects.toThrow("make one with --baseline first.");
  expect(await write(folder, "", { boats: second }, "baseline")).toBe("migrations/fishing-boats/snapshot.json");
  await expect(write(folder, "add_more", { boats: second })).rejects.toThrow("has not changed");
});

async function write(
  folder: string,
  name: string,
  tables: Record<string, unknown>,
  kind: Wanted["kind"] = "generated",
): Promise<string> {
  return await writeMigration(folder, { department: "fishing-boats", name, kind, tables });
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "onedoor-new-migration-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
