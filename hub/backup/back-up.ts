import { randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { departmentNames } from "../../subgraphs/index.ts";
import type { Config } from "../config/config.ts";
import type { Installation } from "../installation.ts";
import { readRootFile } from "../installed-files.ts";
import { codeOf, OperatorError } from "../operator-error.ts";
import { backUpDatabase } from "./back-up-database.ts";
import { backUpFiles } from "./data-files.ts";
import { FORMAT, LEFT_OUT, MANIFEST, type Manifest, markOf } from "./manifest.ts";

export interface BackupOptions {
  readonly config: Config;
  readonly installation: Installation;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onRows: (done: number, about: number) => void;
}

/** Writes a backup beside the folder and gives it its name once it is whole: half a backup never looks like one. */
export async function backUp({
  config,
  installation,
  folder: given,
  signal,
  onRows,
}: BackupOptions): Promise<Manifest> {
  const folder = resolve(given);
  await requireUnused(folder);
  const draft = `${folder}.partial-${randomBytes(4).toString("hex")}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await chmod(draft, 0o700);
  const beganAt = new Date().toISOString();
  try {
    const files = await backUpFiles(config, draft);
    const databases = [];
    let server = "";
    let before = 0;
    for (const [url, departments] of installation.databases(departmentNames)) {
      const part = join("databases", String(databases.length + 1));
      let last = 0;
      const tell = (done: number, about: number): void => {
        last = done;
        onRows(before + done, before + about);
      };
      const { server: version, ...backup } = await backUpDatabase({
        url,
        departments,
        folder: draft,
        part,
        signal,
        onRows: tell,
      });
      before += last;
      server = version;
      databases.push(backup);
    }
    const manifest: Manifest = {
      format: FORMAT,
      beganAt,
      madeAt: new Date().toISOString(),
      onedoor: versionOf(readRootFile("package.json")),
      postgres: server,
      databases,
      files,
      secretSettings: secretSettingsOf(config),
      pseudonymKeyMark: markOf(installation.keys.pseudonymKey),
      leftOut: [...LEFT_OUT],
    };
    await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

function secretSettingsOf({ databaseUrl, callKey, pseudonymKey, sealKey }: Config): string[] {
  const given = {
    DATABASE_URL: databaseUrl,
    ONEDOOR_CALL_KEY: callKey,
    ONEDOOR_PSEUDONYM_KEY: pseudonymKey,
    ONEDOOR_SEAL_KEY: sealKey,
  };
  return Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [name]));
}

async function requireUnused(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  if (names.length > 0) throw new OperatorError(`${folder} is not empty: give a folder that is not there yet.`);
}

function versionOf(text: string): string {
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
