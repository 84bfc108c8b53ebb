import { copyFile, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";
import { codeOf, OperatorError } from "../operator-error.ts";
import { type BackedUpFile, hashOf, type Manifest } from "./manifest.ts";

const FOLDER = "files";
/** What the data folder keeps beside the database. The anchor may be kept elsewhere. */
const NAMES = ["keys.json", "seal-key.json", "demo-password"];
const ANCHOR = "anchor.jsonl";

/** Where each file of the backup belongs. */
function placeOf(name: string, config: Config): string {
  if (name === ANCHOR && config.anchorFile !== null) return config.anchorFile;
  return join(config.dataFolder, name);
}

/** Copies keys and the anchor. Before the database is read: an anchor must not know seals that the backup has not. */
export async function backUpFiles(config: Config, folder: string): Promise<BackedUpFile[]> {
  const files: BackedUpFile[] = [];
  await mkdir(join(folder, FOLDER), { mode: 0o700 });
  for (const name of [...NAMES, ANCHOR]) {
    const text = await readFile(placeOf(name, config)).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    });
    if (text === null) continue;
    const path = join(FOLDER, name);
    await writeFile(join(folder, path), text, { mode: 0o600, flag: "wx", flush: true });
    files.push({ path, bytes: text.length, sha256: await hashOf(join(folder, path)) });
  }
  return files;
}

/** Refuses before anything is changed where a file of another content is in the place of one. */
export async function requireFree(config: Config, { files }: Manifest): Promise<void> {
  for (const { path, sha256 } of files) {
    const place = placeOf(path.slice(FOLDER.length + 1), config);
    const found = await stat(place).catch(() => null);
    if (found !== null && (await hashOf(place)) !== sha256) {
      throw new OperatorError(`${place} is there already, with other content: restore into an empty data folder.`);
    }
  }
}

export async function restoreFiles(config: Config, folder: string, { files }: Manifest): Promise<void> {
  for (const { path } of files) {
    const place = placeOf(path.slice(FOLDER.length + 1), config);
    await mkdir(dirname(place), { recursive: true });
    await copyFile(join(folder, path), `${place}.restored`);
    await rename(`${place}.restored`, place);
  }
}
