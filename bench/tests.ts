import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { cpuTimeOfEnded } from "./processes.ts";
import type { Section } from "./page.ts";
import { lineOf, type Side, sidesToMeasure, type Waited, waitedSection } from "./waiting.ts";

export const TESTS_TITLE = "What tests take";
const AT_MOST = 0.5;
/** A test of the install itself downloads packages. */
const LEFT_OUT = /^test\/docs\//;

/**
 * Processor time of `npm test`, of all its processes and PostgreSQL, over test files that every side has: each nth of them
 * in the order of their names, all with 1.
 */
export async function measureTests(every: number): Promise<Section> {
  const sides = sidesToMeasure();
  const files = filesOfAll(sides).filter((_, at) => at % every === 0);
  const rounds: number[][] = [];
  const counts: string[] = [];
  for (const [side, { folder }] of sides.entries()) {
    const { seconds, said } = await run(
      folder,
      files.flatMap((paths) => paths[side] ?? []),
    );
    rounds.push([seconds]);
    counts.push(said);
  }
  const waited: Waited = { what: "`npm test`, s", atMost: AT_MOST, rounds };
  process.stdout.write(`${lineOf(waited, sides)}\n${counts.join("\n")}\n`);
  const asked = sides.map(({ name }, at) => `${name}: ${counts[at] ?? ""}`).join("; ");
  const which = every === 1 ? "all" : `each ${every}th`;
  return waitedSection(
    TESTS_TITLE,
    `Processor time, user and system, of all processes and PostgreSQL, over ${files.length} test files: ${which} of those that both sides have. ${asked}.`,
    sides,
    [waited],
  );
}

/** The paths of each test file on every side, in its order. A file that was moved is known by its name, where one has it. */
function filesOfAll(sides: readonly Side[]): string[][] {
  const named = sides.map(({ folder }) => filesByName(folder));
  const names = [...(named[0]?.keys() ?? [])].sort();
  const all = names.map((name) => named.flatMap((files) => files.get(name) ?? []));
  return all.filter((paths) => paths.length === sides.length);
}

function filesByName(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(folder, "test"), { recursive: true, encoding: "utf8" })
    .map((file) => `test/${file}`)
    .filter((file) => file.endsWith(".test.ts") && !LEFT_OUT.test(file));
  const grouped = new Map<string, string[]>();
  for (const file of files) grouped.set(basename(file), [...(grouped.get(basename(file)) ?? []), file]);
  return new Map([...grouped].flatMap(([name, [only = "", ...more]]) => (more.length === 0 ? [[name, only]] : [])));
}

/** What fails on one side is told beside the figures: the time of a failed test is not that of a test. */
async function run(folder: string, files: readonly string[]): Promise<{ seconds: number; said: string }> {
  const before = cpuTimeOfEnded() ?? NaN;
  const child = spawn("npm", ["test", "--silent", "--", ...files], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  return { seconds: ((cpuTimeOfEnded() ?? NaN) - before) / 1e6, said: said.trim().split("\n").at(-1) ?? "" };
}
