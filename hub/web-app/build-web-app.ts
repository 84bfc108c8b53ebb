import { readFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { OperatorError } from "../operator-error.ts";
import { cleanEnvironment, runToEnd } from "../postgres/run-program.ts";
import { hashSources } from "./hash-sources.ts";
import { packFiles } from "./pack-files.ts";

/** Where the build notes what it was made from; a name with a dot in front is never sent to anybody. */
const NOTE = ".sources";
/** A compiler that was told everything is wrong says it once for each file. */
const LINES_TOLD = 20;
const LEFT_OVER_MS = 3_600_000;

/** How the build in `web/dist` stands to its sources. */
export type BuildState = "current" | "stale" | "missing";

export function stateOfBuild(root: string): BuildState {
  const madeFrom = readNote(root);
  if (madeFrom === null) return "missing";
  const sources = hashSources(root);
  return sources === null || sources === madeFrom ? "current" : "stale";
}

/** Builds the web app into `web/dist`. What was there serves until the new one is whole. */
export async function buildWebApp(root: string): Promise<void> {
  const sources = hashSources(root);
  if (sources === null) throw new OperatorError("The web app can't be built: its sources, web/, are not here.");
  await removeLeftOvers(root);
  const folder = await mkdtemp(join(root, "web/.building-"));
  // Made for one user alone, it would be closed to another whom the hub runs as.
  await chmod(folder, 0o755);
  try {
    const { ok, output } = await runVite(root, folder);
    if (!ok) throw new OperatorError(`The web app can't be built:\n${lastLines(output)}`);
    await packFiles(folder);
    await writeFile(join(folder, NOTE), sources);
    await putInPlace(root, folder, sources);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A build that was killed leaves its folder; one that is under way is young. */
async function removeLeftOvers(root: string): Promise<void> {
  const web = join(root, "web");
  for (const name of (await readdir(web)).filter((one) => one.startsWith(".building-"))) {
    const { mtimeMs } = await stat(join(web, name)).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > LEFT_OVER_MS) await rm(join(web, name), { recursive: true, force: true });
  }
}

async function putInPlace(root: string, folder: string, sources: string): Promise<void> {
  const place = join(root, "web/dist");
  await rm(place, { recursive: true, force: true });
  try {
    await rename(folder, place);
  } catch (error) {
    // Another start built the same at the same time, and was first.
    if (readNote(root) !== sources) throw error;
  }
}

function runVite(root: string, folder: string): Promise<{ ok: boolean; output: string }> {
  const args = [viteProgram(), "build", join(root, "web"), "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"];
  // Whatever the hub runs as, browsers get what is made for use.
  return runToEnd(process.execPath, args, { cwd: root, env: { ...cleanEnvironment(), NODE_ENV: "production" } });
}

function viteProgram(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin/vite.js");
  } catch (error) {
    throw new OperatorError("The web app can't be built: what builds it is not installed. Run npm ci.", {
      cause: error,
    });
  }
}

function readNote(root: string): string | null {
  try {
    return readFileSync(join(root, "web/dist", NOTE), "utf8");
  } catch {
    return null;
  }
}

function lastLines(output: string): string {
  return output.trim().split("\n").slice(-LINES_TOLD).join("\n");
}
