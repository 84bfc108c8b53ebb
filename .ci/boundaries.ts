import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise, format, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const root = resolve(import.meta.dirname, "..");
const FOLDERS = ["router", "subgraphs", "schema", "hub", "seed", "cli", "test"];
// Absent until they are begun; a folder that is there has to be read like the others.
const LATER_FOLDERS = ["web", "bench"];

/** Reads the imports of every module below `baseDir` against .dependency-cruiser.cjs. */
export async function cruiseBoundaries(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions(`${root}/.dependency-cruiser.cjs`);
  const tsConfig = extractTSConfig(`${root}/tsconfig.json`);
  const { output } = await cruise([...folders], { ...options, baseDir }, undefined, { tsConfig });
  if (typeof output === "string") throw new Error(output);
  return output;
}

/** What the check did not read although it is there: a rule that saw nothing has not passed. */
export function unread(result: ICruiseResult, folders: readonly string[]): string[] {
  const empty = folders.filter((folder) => !result.modules.some((module) => module.source.startsWith(`${folder}/`)));
  // A parser that no longer understands the language finds modules and no imports in them.
  if ((result.summary.totalDependenciesCruised ?? 0) === 0) empty.push("any import");
  return empty;
}

async function main(): Promise<number> {
  const folders = [...FOLDERS, ...LATER_FOLDERS.filter((folder) => existsSync(`${root}/${folder}`))];
  const result = await cruiseBoundaries(root, folders);
  const report = await format(result, { outputType: "err" });
  if (typeof report.output === "string") process.stdout.write(report.output);
  const missed = unread(result, folders);
  if (missed.length > 0) process.stderr.write(`check:boundaries did not read ${missed.join(", ")}.\n`);
  return report.exitCode === 0 && missed.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
