import { spawn } from "node:child_process";
import { open, readFile, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, OperatorError } from "../operator-error.ts";
import type { Binaries } from "./binaries.ts";
import { explainOutput } from "./failure.ts";
import { identify, isRunning } from "./process-identity.ts";
import { cleanEnvironment, runProgram } from "./run-program.ts";
import { isServerOf } from "./server-process.ts";
import type { ServerUser } from "./server-user.ts";
import { serverArguments } from "./settings.ts";

const POLL_MS = 10;
// Recovery after a power cut reads back up to max_wal_size, on a slow disk at that.
const START_TIMEOUT_MS = 120_000;
const ATTEMPTS = 20;
const RETRY_MS = 250;

export interface Server {
  pid: number;
  port: number;
}

export interface Launch {
  folder: string;
  logFile: string;
  binaries: Binaries;
  user: ServerUser;
  durable: boolean;
}

/** The server that already runs on these files, left behind by a killed hub or started by another process. */
export async function findServer(folder: string): Promise<Server | undefined> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const status = await readStatus(folder);
    if (status === undefined) return undefined;
    if (!isServerOf(status.pid, folder)) {
      await clearStatus(folder, status);
      return undefined;
    }
    if (status.isReady) return { pid: status.pid, port: status.port };
    if (Date.now() > deadline) {
      throw new OperatorError(
        `The PostgreSQL server with pid ${status.pid} on ${folder} is neither ready nor gone after ${START_TIMEOUT_MS / 1000} seconds: end it with "kill -QUIT ${status.pid}" and start again.`,
      );
    }
    await sleep(POLL_MS);
  }
}

/**
 * Starts a server in its own process group, so that Ctrl-C in the terminal reaches the hub alone. On any free port, or on
 * the one that is given.
 */
export async function launchServer(launch: Launch, givenPort?: number): Promise<Server> {
  let output = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = givenPort ?? (await freePort());
    const started = await launchOnce(launch, port);
    if (typeof started === "number") return { pid: started, port };
    output = started.output;
    // The port was taken since we looked, or the last server's workers are still on their way out.
    const isTaken = /could not bind|Address already in use/.test(output);
    const isLeaving = /pre-existing shared memory block|postmaster.pid" already exists/.test(output);
    if (isLeaving || (isTaken && givenPort !== undefined)) await sleep(RETRY_MS);
    else if (!isTaken) break;
  }
  throw new OperatorError(
    `${explainOutput("PostgreSQL could not start", launch.folder, output)} Its log is ${launch.logFile}.`,
  );
}

/** Asks for a fast stop, then for an immediate one, and in the end makes the system stop it. */
export async function stopServer(server: Server, launch: Pick<Launch, "folder" | "binaries" | "user">): Promise<void> {
  const askPolitely = () =>
    runProgram(launch.binaries.pgCtl, ["stop", "-D", launch.folder, "-m", "fast", "-w"], launch.user);
  if (process.platform === "win32") {
    await askPolitely();
    return;
  }
  const running = identify(server.pid);
  for (const [signal, patienceMs] of stopSignals) {
    // Asked again before each signal: by now the pid may be somebody else's.
    if (!isServerOf(server.pid, launch.folder)) return;
    try {
      process.kill(server.pid, signal);
    } catch (error) {
      // Root without the right to signal other users can still become the server's user.
      if (codeOf(error) === "EPERM") await askPolitely();
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && isRunning(running)) await sleep(POLL_MS);
  }
}

const stopSignals = [
  ["SIGINT", 60_000],
  ["SIGQUIT", 10_000],
  ["SIGKILL", 5_000],
] as const;

async function launchOnce(launch: Launch, port: number): Promise<number | { output: string }> {
  // A new file: the old one may belong to root, who ran the hub once. That one is kept, since it says why its server ended.
  await rename(launch.logFile, `${launch.logFile}.before`).catch(() => rm(launch.logFile, { force: true }));
  const log = await open(launch.logFile, "wx", 0o600);
  try {
    // A file and not a pipe: the server outlives this process when others still use it.
    const child = spawn(launch.binaries.postgres, serverArguments({ ...launch, port }), {
      ...launch.user.switchTo,
      cwd: "/",
      env: cleanEnvironment(),
      stdio: ["ignore", log.fd, log.fd],
      detached: true,
      windowsHide: true,
    });
    let end: string | undefined;
    child.on("error", (error) => (end = `FATAL: ${error.message}`));
    child.on("exit", () => (end ??= ""));
    child.unref();
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (end !== undefined) return { output: end + (await readFile(launch.logFile, "utf8")) };
      const status = await readStatus(launch.folder);
      if (status !== undefined && status.pid === child.pid && status.isReady) return status.pid;
      await sleep(POLL_MS);
    }
    child.kill("SIGQUIT");
    return { output: `FATAL: it was not ready after ${START_TIMEOUT_MS / 1000} seconds` };
  } finally {
    await log.close();
  }
}

interface Status extends Server {
  isReady: boolean;
}

/** postmaster.pid, the server's own account of itself; its eighth line is what pg_ctl waits for too. */
async function readStatus(folder: string): Promise<Status | undefined> {
  const text = await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n").map((line) => line.trim());
  // A standalone server (single-user mode) writes its pid as a negative number.
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid, port: Number(lines[3]), isReady: lines[7] === "ready" };
}

/**
 * A dead server's pid may have been given to some other program, which PostgreSQL would take for a running
 * server. Workers of the dead one that still run are found by PostgreSQL itself, through its shared memory.
 */
async function clearStatus(folder: string, seen: Status): Promise<void> {
  const now = await readStatus(folder);
  if (now?.pid === seen.pid) await rm(join(folder, "postmaster.pid"), { force: true });
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
