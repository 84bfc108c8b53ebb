import { openOperator } from "../../../hub/accounts/account-operator.ts";
import { enterAct } from "../../../hub/accounts/enter-act.ts";
import { importAccounts } from "../../../hub/accounts/import-accounts.ts";
import { loadConfig } from "../../../hub/config/load-config.ts";
import { openInstallation } from "../../../hub/installation.ts";
import { loadRoles } from "../../../hub/load-roles.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import { tellOperator } from "../../../hub/tell-operator.ts";
import { listenForInterrupt } from "../../terminal/interrupt.ts";
import { type Progress, showProgress } from "../../terminal/progress.ts";

const MOST_LINES_SHOWN = 50;

const NONE_KEPT = "No account was made: the file has no line that could be taken. Correct the lines and run it again.";

/** Makes the accounts of a CSV file, and writes their activation codes to another. */
export async function importAccountsFile(path: string, options: { codes?: string; json?: boolean }): Promise<void> {
  const { codes } = options;
  if (codes === undefined) {
    throw new OperatorError(
      "Say with --codes FILE where the activation codes go: they are written once, and nowhere else.",
    );
  }
  const installation = await openInstallation(loadConfig(), ["accounts", "audit"]);
  const statements = openOperator(installation);
  const interrupt = listenForInterrupt();
  let progress: Progress | null = null;
  const onProgress = (done: number, all: number) => {
    progress ??= showProgress("accounts", all);
    progress.update(done, all);
  };
  try {
    const { signal } = interrupt;
    const enter = (areas: readonly string[]) => enterAct(installation, "hub import accounts", areas);
    const given = { statements, rules: loadRoles(), path, codesPath: codes, enter, onProgress, signal };
    const report = await importAccounts(given).finally(() => progress?.stop());
    const { imported, unchanged, refused, left } = report;
    const isNoneKept = imported + unchanged === 0 && left === 0;
    if (options.json === true) {
      process.stdout.write(`${JSON.stringify(report)}\n`);
      if (isNoneKept) throw new OperatorError(NONE_KEPT);
      return;
    }
    for (const { line, message } of refused.slice(0, MOST_LINES_SHOWN)) {
      tellOperator(`line ${line}: ${message}`);
    }
    const more = refused.length - MOST_LINES_SHOWN;
    if (more > 0) tellOperator(`and ${more} lines more; --json lists them all.`);
    if (isNoneKept) throw new OperatorError(NONE_KEPT);
    process.stdout.write(
      `${imported} accounts were made, ${unchanged} were there already, ${refused.length} lines were refused. The codes are in ${codes}, for the accounts' holders only.\n`,
    );
    if (left > 0) {
      throw new OperatorError(`Stopped with ${left} rows left: run it again with another --codes file for the rest.`);
    }
  } finally {
    interrupt.release();
    await statements.close();
    await installation.close();
  }
}
