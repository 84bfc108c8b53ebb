import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { departmentNames } from "../../subgraphs/index.ts";
import type { Config } from "../config/config.ts";
import { openDatabases } from "../installation.ts";
import { parseKeys } from "../keys/stored-keys.ts";
import { migrate } from "../migrate/migrate.ts";
import { OperatorError } from "../operator-error.ts";
import { requireFree, restoreFiles } from "./data-files.ts";
import { type Manifest, markOf, readManifest, requireIntact } from "./manifest.ts";
import { restoreDatabase } from "./restore-database.ts";

export interface RestoreOptions {
  readonly config: Config;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onRows: (done: number, total: number) => void;
  readonly onNotice: (line: string) => void;
}

/** Restores a backup into empty databases and an empty data folder. Everything is looked at before anything is changed. */
export async function restore({ config, folder, signal, onRows, onNotice }: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await requireIntact(folder, manifest, signal);
  await requireFree(config, manifest);
  await requirePseudonymKey(config, folder, manifest);
  const opened = await openDatabases(config, departmentNames, onNotice);
  try {
    const databases = [...opened.databases];
    requireSameParts(
      databases.map(([, departments]) => departments),
      manifest,
    );
    const total = manifest.databases.flatMap(({ tables }) => tables).reduce((sum, { rows }) => sum + rows, 0);
    let done = 0;
    for (const backup of manifest.databases) {
      const [url] = databases.find(([, departments]) => isSame(departments, backup.departments)) ?? [""];
      const known = new Set(backup.migrations.map(({ department, name }) => `${department}/${name}`));
      await restoreDatabase({
        url,
        folder,
        backup,
        besideOthersSince: databases.length > 1 ? (manifest.beganAt ?? null) : null,
        signal,
        onNotice,
        onRows: (rows) => onRows((done += rows), total),
        migrate: () =>
          migrate({
            adminUrl: url,
            departments: backup.departments,
            loginSecret: opened.secretOf(url),
            only: (department, name) => known.has(`${department}/${name}`),
            isRestore: true,
          }),
      });
    }
    await restoreFiles(config, folder, manifest);
    return manifest;
  } finally {
    await opened.close();
  }
}

/** Under another key the restored records would be about nobody. The data folder's own is of no use where a setting was. */
async function requirePseudonymKey(config: Config, folder: string, { pseudonymKeyMark }: Manifest): Promise<void> {
  const kept = await readFile(join(folder, "files", "keys.json"), "utf8").catch(() => null);
  const key = config.pseudonymKey ?? (kept === null ? null : parseKeys(kept).pseudonymKey);
  if (key !== null && markOf(key) === pseudonymKeyMark) return;
  throw new OperatorError("The backup was made under another ONEDOOR_PSEUDONYM_KEY: set it to the value it had then.");
}

function requireSameParts(found: readonly (readonly string[])[], { databases }: Manifest): void {
  const isThere = databases.every(({ departments }) => found.some((one) => isSame(one, departments)));
  if (isThere && found.length === databases.length) return;
  const parts = databases.map(({ departments }) => departments.join(", ")).join("; ");
  throw new OperatorError(
    `The backup is of ${databases.length} databases (${parts}): set DATABASE_URL_… as it was then.`,
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}
