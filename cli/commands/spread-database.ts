import { loadConfig } from "../../hub/config/load-config.ts";
import { openInstallation } from "../../hub/installation.ts";
import { schemaOf } from "../../hub/migrate/login.ts";
import { OperatorError } from "../../hub/operator-error.ts";
import { spreadDatabase, type SpreadReport } from "../../hub/spread/spread-database.ts";
import { tellOperator } from "../../hub/tell-operator.ts";
import { departmentNames } from "../../subgraphs/index.ts";
import { listenForInterrupt } from "../terminal/interrupt.ts";
import { showProgress } from "../terminal/progress.ts";

/** Spreads the tables of every database of the installation over the machines of its cluster. */
export async function spreadDatabases({ json }: { json?: boolean }): Promise<void> {
  const installation = await openInstallation(loadConfig(), undefined, tellOperator);
  const progress = showProgress("tables", 1);
  const interrupt = listenForInterrupt();
  const reports: SpreadReport[] = [];
  try {
    const { signal } = interrupt;
    for (const [adminUrl, departments] of installation.databases(departmentNames)) {
      const schemas = departments.map(schemaOf);
      reports.push(await spreadDatabase({ adminUrl, schemas, signal, onTables: progress.update }));
    }
  } catch (error) {
    if (!interrupt.signal.aborted || error instanceof OperatorError) throw error;
    throw new OperatorError(
      "Stopped: tables that were moved stay where they are, and the same command goes on with the others.",
    );
  } finally {
    interrupt.release();
    progress.stop();
    await installation.close();
  }
  const sum = (count: (report: SpreadReport) => number) => reports.reduce((all, report) => all + count(report), 0);
  const told = {
    distributed: sum((one) => one.distributed),
    reference: sum((one) => one.reference),
    local: sum((one) => one.local),
    moved: sum((one) => one.moved),
  };
  const sentence = `${told.distributed} tables are spread over the machines, ${told.reference} are on each of them, ${told.local} on the coordinator; ${told.moved} were moved now.`;
  process.stdout.write(`${json === true ? JSON.stringify(told) : sentence}\n`);
}
