import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { root } from "../../migrations/snapshot.ts";

/** A migrations folder with the shared part and the files given, such as `{ "fixture-boats/0001_add_boats.sql": "…" }`. */
export async function migrationsFolder(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "onedoor-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(root, "migrations/shared"), join(folder, "shared"), { recursive: true });
  await write(folder, files);
  return folder;
}

export async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

export const BOATS = "fixture-boats/0001_add_boats.sql";
export const boats = `create table fixture_boats.boats (boat_id bigint primary key, name text not null);
grant select on fixture_boats.boats to onedoor_fixture_boats;
insert into fixture_boats.boats values (1, '渔船');
`;
export const NETS = "fixture-nets/0001_add_nets.sql";
export const nets = boats.replaceAll("boat", "net");
