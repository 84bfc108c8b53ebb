import { stat } from "node:fs/promises";
import { loadConfig } from "../../../hub/config/load-config.ts";
import { openInstallation } from "../../../hub/installation.ts";
import { codeOf, OperatorError } from "../../../hub/operator-error.ts";
import { importHousingFund, ImportRefusal, type ImportReport } from "../../../subgraphs/index.ts";
import { listenForInterrupt } from "../../terminal/interrupt.ts";
import { showProgress } from "../../terminal/progress.ts";
import { importAccountsFile } from "../accounts/import-accounts.ts";
import { importListFile, importResidentsFile, isRegisterPart, printTemplate } from "./import-register.ts";

const DEPARTMENT = "housing-fund";

export interface ImportFlags {
  force?: boolean;
  codes?: string;
  template?: boolean;
  refused?: string;
  json?: boolean;
}

/** Loads a file that a department gets instead of being asked for, the register, or a list of accounts. */
export async function importFile(what: string, path: string | undefined, options: ImportFlags): Promise<void> {
  if (options.template === true) {
    if (!isRegisterPart(what)) throw new OperatorError("--template goes with residents, areas and service-centres.");
    printTemplate(what);
    return;
  }
  if (path === undefined) throw new OperatorError(`hub import ${what} needs the path of a file.`);
  if (what === "residents") return importResidentsFile(path, options);
  if (what === "areas" || what === "service-centres") return importListFile(what, path, options);
  if (what === "accounts") return importAccountsFile(path, options);
  if (what !== DEPARTMENT) {
    throw new OperatorError(
      `${what} takes no files: import takes residents, areas, service-centres, accounts and ${DEPARTMENT}.`,
    );
  }
  const installation = await openInstallation(loadConfig(), [DEPARTMENT]);
  try {
    const report = await load(installation.urlOf(DEPARTMENT), path, options.force === true);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify(report)}\n`
        : `${report.records} records of ${report.day} are loaded; ${report.refused} lines were kept out, ${report.unmatched} records are of accounts that no resident has.\n`,
    );
  } finally {
    await installation.close();
  }
}

async function load(url: string, path: string, force: boolean): Promise<ImportReport> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  const progress = showProgress("bytes", size);
  const interrupt = listenForInterrupt();
  try {
    return await importHousingFund({ url, path, force, onProgress: progress.update, signal: interrupt.signal });
  } catch (error) {
    if (interrupt.signal.aborted) throw new OperatorError("Stopped: nothing was kept, and the old data stand.");
    throw explained(error);
  } finally {
    interrupt.release();
    progress.stop();
  }
}

/** The words of a database or a disk may quote the file: of them the operator gets the code. */
function explained(error: unknown): unknown {
  if (error instanceof ImportRefusal) return new OperatorError(error.message);
  const code = codeOf(error);
  if (code === undefined) return error;
  return new OperatorError(
    `The file could not be loaded (${code}): nothing of it was kept, and the old data stand. See that database and file can be reached, and run it again.`,
  );
}
