import { stat } from "node:fs/promises";
import { loadConfig } from "../../../hub/config/load-config.ts";
import { installedEvents } from "../../../hub/events/installed-events.ts";
import { type Installation, openInstallation } from "../../../hub/installation.ts";
import { OperatorError } from "../../../hub/operator-error.ts";
import { tellOperator } from "../../../hub/tell-operator.ts";
import { hearersIn } from "../../../schema/events/event-book.ts";
import { nameInitials } from "../../../subgraphs/shared/name-initials.ts";
import { register } from "../../../subgraphs/index.ts";
import { listenForInterrupt } from "../../terminal/interrupt.ts";
import { showProgress } from "../../terminal/progress.ts";
import { openRefusedLines } from "./refused-lines.ts";

export interface RegisterFlags {
  readonly refused?: string;
  readonly json?: boolean;
}

/** The login that loads the register, and answers no question. */
const urlOfRegister = ({ urlOf }: Installation) => urlOf("population", "population-register");

const templates = {
  residents: register.residentTemplate,
  areas: register.areaTemplate,
  "service-centres": register.centreTemplate,
};
export type RegisterPart = keyof typeof templates;

export function isRegisterPart(what: string): what is RegisterPart {
  return Object.hasOwn(templates, what);
}

export function printTemplate(part: RegisterPart): void {
  process.stdout.write(templates[part]());
}

/** Loads the register's residents from a file of the registry's. */
export async function importResidentsFile(path: string, flags: RegisterFlags): Promise<void> {
  const startedAt = performance.now();
  const config = loadConfig();
  await requireFile(path);
  const refused = openRefusedLines(flags.refused ?? `${path}.refused.csv`);
  const installation = await openInstallation(config, ["population"], tellOperator);
  const progress = showProgress("residents", 1);
  const interrupt = listenForInterrupt();
  let report: register.RegisterReport;
  try {
    report = await register.importResidents({
      url: urlOfRegister(installation),
      path,
      takesSynthetic: !config.isProduction,
      initialsOf: nameInitials,
      hearersOf: hearersIn(installedEvents(), "population"),
      onRefused: refused.add,
      onProgress: progress.update,
      signal: interrupt.signal,
    });
  } catch (error) {
    throw error instanceof register.FileRefusal ? new OperatorError(error.message) : error;
  } finally {
    interrupt.release();
    progress.stop();
    refused.close();
    await installation.close();
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  tell({ ...report, seconds, refusedLines: report.refused === 0 ? null : refused.path }, sentenceOf(report), flags);
  tellRefused(report.refused, refused.path);
  if (!report.isWhole) {
    throw new OperatorError(
      `Stopped after ${report.read} lines: what was loaded stays. Run the same command again to load the rest.`,
    );
  }
  if (report.read > 0 && report.refused === report.read) throw new OperatorError("Every line was kept out.");
}

/** Loads divisions, in which residents are registered, or the centres that serve them: lists that fit in memory. */
export async function importListFile(
  part: Exclude<RegisterPart, "residents">,
  path: string,
  flags: RegisterFlags,
): Promise<void> {
  const [load, noun] =
    part === "areas" ? [register.importAreas, "divisions"] : [register.importCentres, "service centres"];
  const config = loadConfig();
  await requireFile(path);
  const refused = openRefusedLines(flags.refused ?? `${path}.refused.csv`);
  const installation = await openInstallation(config, ["population"], tellOperator);
  try {
    const report = await load({ url: urlOfRegister(installation), path, onRefused: refused.add });
    const sentence = `${report.read} ${noun} were read: ${report.loaded} are new or changed, ${report.refused} lines were kept out.`;
    tell({ ...report, refusedLines: report.refused === 0 ? null : refused.path }, sentence, flags);
    tellRefused(report.refused, refused.path);
    if (report.read > 0 && report.refused === report.read) throw new OperatorError("Every line was kept out.");
  } catch (error) {
    throw error instanceof register.FileRefusal ? new OperatorError(error.message) : error;
  } finally {
    refused.close();
    await installation.close();
  }
}

/** Before a database is started for nothing. */
async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) throw new OperatorError(`${path} is no file that can be read: check the path.`);
}

function sentenceOf({ read, added, changed, unchanged, refused, encoding }: register.RegisterReport): string {
  return `${read} residents were read (${encoding}): ${added} added, ${changed} changed, ${unchanged} as they were, ${refused} kept out.`;
}

function tell(report: object, sentence: string, { json }: RegisterFlags): void {
  process.stdout.write(`${json === true ? JSON.stringify(report) : sentence}\n`);
}

function tellRefused(count: number, path: string): void {
  if (count > 0)
    tellOperator(`${path} says for each line that was kept out why. Correct those, and import them again.`);
}
