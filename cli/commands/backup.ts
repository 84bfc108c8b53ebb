import { backUp } from "../../hub/backup/back-up.ts";
import type { Manifest } from "../../hub/backup/manifest.ts";
import { restore } from "../../hub/backup/restore.ts";
import { loadConfig } from "../../hub/config/load-config.ts";
import { openInstallation } from "../../hub/installation.ts";
import { OperatorError } from "../../hub/operator-error.ts";
import { claimHub } from "../../hub/postgres/claim-hub.ts";
import { tellOperator } from "../../hub/tell-operator.ts";
import { listenForInterrupt } from "../terminal/interrupt.ts";
import { showProgress } from "../terminal/progress.ts";

/** Writes everything the databases and the data folder hold to a folder. The hub may run meanwhile. */
export async function backupTo(folder: string, flags: { json?: boolean }): Promise<void> {
  const startedAt = performance.now();
  const config = loadConfig();
  const installation = await openInstallation(config, undefined, tellOperator);
  const progress = showProgress("rows", 1);
  const interrupt = listenForInterrupt();
  try {
    const { signal } = interrupt;
    const manifest = await backUp({ config, installation, folder, signal, onRows: progress.update });
    progress.stop();
    tell("backed up to", folder, manifest, startedAt, flags);
    tellOperator(
      "It holds people's data and the keys of the hub: keep it as you keep those. manifest.json names what it leaves out.",
    );
  } catch (error) {
    if (interrupt.signal.aborted) throw new OperatorError("Stopped: nothing was kept.");
    throw error;
  } finally {
    interrupt.release();
    progress.stop();
    await installation.close();
  }
}

/** Restores a backup into empty databases and an empty data folder. */
export async function restoreFrom(folder: string, flags: { json?: boolean }): Promise<void> {
  const startedAt = performance.now();
  const config = loadConfig();
  const claim = await claimHub(config.dataFolder);
  const progress = showProgress("rows", 1);
  const interrupt = listenForInterrupt();
  try {
    const { signal } = interrupt;
    const manifest = await restore({ config, folder, signal, onRows: progress.update, onNotice: tellOperator });
    progress.stop();
    tell("restored from", folder, manifest, startedAt, flags);
  } catch (error) {
    if (!interrupt.signal.aborted || error instanceof OperatorError) throw error;
    throw new OperatorError("Stopped: run the same command again to restore from the start.");
  } finally {
    interrupt.release();
    progress.stop();
    await claim.release();
  }
}

function tell(
  done: string,
  folder: string,
  { databases, files, madeAt }: Manifest,
  startedAt: number,
  { json }: { json?: boolean },
): void {
  const tables = databases.flatMap((one) => one.tables);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const counts = {
    folder,
    madeAt,
    databases: databases.length,
    tables: tables.length,
    rows,
    files: files.length,
    seconds,
  };
  const sentence = `${rows} rows of ${tables.length} tables and ${files.length} files are ${done} ${folder}, in ${seconds} s.`;
  process.stdout.write(`${json === true ? JSON.stringify(counts) : sentence}\n`);
}
