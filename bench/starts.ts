import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hubCommandOf } from "./child.ts";
import type { Section } from "./page.ts";
import { cpuTimeOf, familiesOf, nameOf, residentOf } from "./processes.ts";
import { lineOf, type Side, sidesToMeasure, type Waited, waitedSection } from "./waiting.ts";

const OWN = fileURLToPath(new URL("../", import.meta.url));
export const STARTS_TITLE = "What people wait for";
const TEXT = `Processor time, user and system, until a hub says that it answers, or until a command has ended; the data are there. Memory is
what all processes of a hub but PostgreSQL hold when nobody has asked it for a while.`;
const ROUNDS = 3;
const READY_WITHIN_MS = 300_000;
/** Longer than anything the hub keeps for a while after its start. */
const IDLE_AFTER_MS = 150_000;
const LOOK_EVERY_MS = 5;
const DEPARTMENT = "medical-insurance";

/** A checkout to measure, with a data folder of its own. */
interface SeededSide extends Side {
  readonly data: string;
}

/**
 * What people wait for: seconds of processor time of starts and commands, memory of a hub that nobody asks, and what is
 * installed; of this checkout, and beside it of those that HUB_BEFORE names. All are seeded and built first.
 */
export async function measureStarts(): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), "onedoor-starts-"));
  // PostgreSQL does not run as root: the user it runs as then has to pass through.
  chmodSync(folder, 0o711);
  const sides = sidesToMeasure().map((side, at) => ({ ...side, data: join(folder, String(at)) }));
  const all: Waited[] = [];
  try {
    for (const { data } of sides) mkdirSync(data);
    for (const side of sides) await prepare(side);
    for (const [what, atMost, measure] of MARKS) {
      const waited = { what, atMost, rounds: await interleaved(sides, measure) };
      all.push(waited);
      process.stdout.write(`${lineOf(waited, sides)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return waitedSection(STARTS_TITLE, TEXT, sides, all);
}

type Measure = (side: SeededSide) => Promise<number> | number;

const MARKS: readonly (readonly [mark: string, limit: number, measure: Measure])[] = [
  ["start, s", 0.4, (side) => untilReady(side, ["start"])],
  ["serve router, s", 0.4, (side) => untilReady(side, ["serve", "router", "--port", "0"], elsewhere())],
  [
    "serve router --supergraph, s",
    0.4,
    (side) => untilReady(side, ["serve", "router", "--supergraph", supergraphOf(side), "--port", "0"]),
  ],
  [`serve ${DEPARTMENT}, s`, 0.4, (side) => untilReady(side, ["serve", DEPARTMENT, "--port", "0"])],
  ["token, s", 0.3, (side) => untilEnd(side, ["token", "wangjia"])],
  ["explain, s", 0.3, (side) => untilEnd(side, ["explain", "Resident.idNumber", "--role", "analyst"])],
  ["memory of an idle hub, MB", 0.6, idleMemory],
  ["npm ci, MB", 0.6, ({ folder }) => megabytesOf(join(folder, "node_modules"))],
  ["npm ci --omit=dev, MB", 0.4, productionInstall],
];

/** The seed, the build of the hub and of the app, and what the system keeps of the files. */
async function prepare(side: SeededSide): Promise<void> {
  await untilReady(side, ["start"]);
  await untilEnd(side, ["token", "wangjia"]);
}

/** In turn, so that what else the machine does meets all of them; a figure for each side and round. */
async function interleaved(sides: readonly SeededSide[], measure: Measure): Promise<number[][]> {
  const rounds = measure === idleMemory || measure === productionInstall ? 1 : ROUNDS;
  const figures: number[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, side] of sides.entries()) figures[at]?.push(await measure(side));
  }
  return figures;
}

function launch(
  { folder, data }: SeededSide,
  words: readonly string[],
  settings: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, hubCommandOf(folder, ...words), {
    // Not the folder the user is in: a .env there is about another hub.
    cwd: data,
    env: { PATH: process.env["PATH"], ONEDOOR_DATA: data, PORT: "0", ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Starts a hub, and gives the processor time of its tree when it says that it answers. */
async function untilReady(
  side: SeededSide,
  words: readonly string[],
  settings?: Record<string, string>,
): Promise<number> {
  const child = launch(side, words, settings);
  const seconds = await ready(child);
  await end(child);
  return seconds;
}

function ready(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`The hub did not start.\n${said}`)), READY_WITHIN_MS);
    child.once("exit", () => reject(new Error(`The hub ended while it started.\n${said}`)));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (!/(answers|serves \S+) at http/.test(said)) return;
      clearTimeout(timer);
      resolve(secondsOf(child));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** Runs a command, and gives the processor time of it and of all it started. */
async function untilEnd(side: SeededSide, words: readonly string[]): Promise<number> {
  const child = launch(side, words);
  let seconds = 0;
  // Looked at until it has ended, since afterwards nobody tells.
  const looking = setInterval(() => (seconds = Math.max(seconds, secondsOf(child))), LOOK_EVERY_MS);
  const [code] = (await once(child, "exit")) as [number | null];
  clearInterval(looking);
  if (code !== 0) throw new Error("A command of the hub failed.");
  return seconds;
}

/** Processor time of a process and of all it has started. */
function secondsOf({ pid = 0 }: ChildProcess): number {
  return (cpuTimeOf(familiesOf([pid])) ?? 0) / 1e6;
}

async function idleMemory(side: SeededSide): Promise<number> {
  const child = launch(side, ["start"]);
  await ready(child);
  await new Promise((resolve) => setTimeout(resolve, IDLE_AFTER_MS));
  const own = familiesOf([child.pid ?? 0]).filter((pid) => nameOf(pid) !== "postgres");
  const bytes = residentOf(own) ?? NaN;
  await end(child);
  return bytes / 1024 ** 2;
}

function supergraphOf({ folder }: SeededSide): string {
  return join(folder, "schema/supergraph.graphql");
}

/** An address for every department, where nobody listens: a router starts all the same. */
function elsewhere(): Record<string, string> {
  const departments = readdirSync(join(OWN, "subgraphs"), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "shared",
  );
  const settingOf = (name: string) => `SUBGRAPH_${name.toUpperCase().replaceAll("-", "_")}_URL`;
  return Object.fromEntries(departments.map(({ name }) => [settingOf(name), "http://127.0.0.1:9/graphql"]));
}

async function productionInstall({ folder, data }: SeededSide): Promise<number> {
  const installed = join(data, "installed");
  mkdirSync(installed);
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    copyFileSync(join(folder, name), join(installed, name));
  }
  const npm = spawn("npm", ["ci", "--omit=dev", "--silent"], { cwd: installed, stdio: "inherit" });
  const [code] = (await once(npm, "exit")) as [number | null];
  if (code !== 0) throw new Error("npm ci --omit=dev failed.");
  return megabytesOf(join(installed, "node_modules"));
}

const BYTES_PER_BLOCK = 512;

/** Room on the disk. */
function megabytesOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const blocks = files.map((entry) => lstatSync(join(entry.parentPath, entry.name)).blocks);
  return (blocks.reduce((sum, count) => sum + count, 0) * BYTES_PER_BLOCK) / 1024 ** 2;
}
