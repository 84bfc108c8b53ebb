import { mkdir, readdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { World } from "../people/person.ts";
import { fundAccountsOf } from "./fund-accounts.ts";
import { writeFundFile } from "./fund-file.ts";

/** Writes the file of one night, and takes the ones before it out of its folder. */
export async function writeDemoFile(file: string, day: string, world: World, residents: number): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const before = await readdir(folder);
  const written = `${file}.${process.pid}`;
  await writeFile(written, writeFundFile(day, fundAccountsOf(world, residents)));
  // As if it had come in the night: a file that is only just there is left alone until it is known to be whole.
  const lastNight = new Date(Date.now() - 3_600_000);
  await utimes(written, lastNight, lastNight);
  await rename(written, file);
  await Promise.all(before.map((name) => rm(join(folder, name), { force: true })));
}
