import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hubCommandOf } from "./child.ts";
import { cpuTimeOf, familiesOf, nameOf, residentOf } from "./processes.ts";

const OWN = fileURLToPath(new URL("../", import.meta.url));
const ROUNDS = 3;
const READY_WITHIN_MS = 300_000;
/** Longer than anything the hub keeps for a while after its start. */
const IDLE_AFTER_MS = 150_000;
const LOOK_EVERY_MS = 5;
const DEPARTMENT = "medical-insurance";

/** A checkout to measure, with a data folder of its own. */
interface Side {
  readonly name: string;
  readonly checkout: string;
  readonly data: string;
}

/**
 * What people wait for: seconds of processor time of starts and commands, memory of a hub that nobody asks, and what is
 * installed; of this checkout, and beside it of those that HUB_BEFORE names. All are seeded and built first.
 */
export async function starts(): Promise<number> {
  const others = (process.env["HUB_BEFORE"] ?? "").split(delimiter).filter((one) => one !== "");
  const folder = mkdtempSync(join(tmpdir(), "onedoor-starts-"));
  // PostgreSQL does not run as root: the user it runs as then has to pass through.
  chmodSync(folder, 0o711);
  const sides = [...others.map((checkout) => [basename(checkout), checkout] as const), ["now", OWN] as const].map(
    ([name, checkout], at) => ({ name, checkout, data: join(folder, String(at)) }),
  );
  try {
    for (const { data } of sides) mkdirSync(data);
    for (const side of sides) await prepare(side);
    for (const [mark, limit, measure] of MARKS) {
      const rounds = await interleaved(sides, measure);
      process.stdout.write(`${line(mark, limit, sides, rounds)}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

type Measure = (side: Side) => Promise<number> | number;

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
  ["npm ci, MB", 0.6, ({ checkout }) => megabytesOf(join(checkout, "node_modules"))],
  ["npm ci --omit=dev, MB", 0.4, productionInstall],
];

/** The seed, the build of the hub and of the app, and what the system keeps of the files. */
async function prepare(side: Side): Promise<void> {
  await untilReady(side, ["start"]);
  await untilEnd(side, ["token", "wangjia"]);
}

/** In turn, so that what else the machine does meets all of them; a figure for each side and round. */
async function interleaved(sides: readonly Side[], measure: Measure): Promise<number[][]> {
  const rounds = measure === idleMemory || measure === productionInstall ? 1 : ROUNDS;
  const figures: number[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, side] of sides.entries()) figures[at]?.push(await measure(side));
  }
  return figures;
}

function line(mark: string, limit: number, sides: readonly Side[], rounds: readonly number[][]): string {
  const medians = rounds.map((figures) => [...figures].sort((one, other) => one - other)[figures.length >> 1] ?? NaN);
  const told = sides.map(({ name }, at) => `${name} ${medians[at]?.toFixed(2) ?? ""}`).join("   ");
  const [before = NaN] = medians;
  const now = medians.at(-1) ?? NaN;
  const ratio = sides.length < 2 ? "" : `   ${(now / before).toFixed(2)} × (at most ${limit})`;
  return `${mark.padEnd(32)} ${told}${ratio}`;
}

function launch(
  { checkout, data }: Side,
  words: readonly string[],
  settings: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, hubCommandOf(checkout, ...words), {
    // Not the folder the user is in: a .env there is about another hub.
    cwd: data,
    env: { PATH: process.env["PATH"], ONEDOOR_DATA: data, PORT: "0", ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** Starts a hub, and gives the processor time of its tree when it says that it answers. */
async function untilReady(side: Side, words: readonly string[], settings?: Record<string, string>): Promise<number> {
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
async function untilEnd(side: Side, words: readonly string[]): Promise<number> {
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

async function idleMemory(side: Side): Promise<number> {
  const child = launch(side, ["start"]);
  await ready(child);
  await new Promise((resolve) => setTimeout(resolve, IDLE_AFTER_MS));
  const own = familiesOf([child.pid ?? 0]).filter((pid) => nameOf(pid) !== "postgres");
  const bytes = residentOf(own) ?? NaN;
  await end(child);
  return bytes / 1024 ** 2;
}

function supergraphOf({ checkout }: Side): string {
  return join(checkout, "schema/supergraph.graphql");
}

/** An address for every department, where nobody listens: a router starts all the same. */
function elsewhere(): Record<string, string> {
  const departments = readdirSync(join(OWN, "subgraphs"), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "shared",
  );
  const settingOf = (name: string) => `SUBGRAPH_${name.toUpperCase().replaceAll("-", "_")}_URL`;
  return Object.fromEntries(departments.map(({ name }) => [settingOf(name), "http://127.0.0.1:9/graphql"]));
}

async function productionInstall({ checkout, data }: Side): Promise<number> {
  const folder = join(data, "installed");
  mkdirSync(folder);
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
    copyFileSync(join(checkout, name), join(folder, name));
  }
  const npm = spawn("npm", ["ci", "--omit=dev", "--silent"], { cwd: folder, stdio: "inherit" });
  const [code] = (await once(npm, "exit")) as [number | null];
  if (code !== 0) throw new Error("npm ci --omit=dev failed.");
  return megabytesOf(join(folder, "node_modules"));
}

const BYTES_PER_BLOCK = 512;

/** Room on the disk. */
function megabytesOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const blocks = files.map((entry) => lstatSync(join(entry.parentPath, entry.name)).blocks);
  return (blocks.reduce((sum, count) => sum + count, 0) * BYTES_PER_BLOCK) / 1024 ** 2;
}
