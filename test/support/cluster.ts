import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "../../hub/migrate/migrate.ts";
import { isServerOf } from "../../hub/postgres/server-process.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../hub/postgres/start-embedded-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

/** What `createDatabase` needs to make a copy. */
export interface TestCluster {
  adminUrl: string;
  template: string;
  loginSecret: string;
}

type OwnServer = Pick<EmbeddedPostgres, "adminUrl" | "stop">;

const FOLDER = /^onedoor-test-(\d+)-/;

/** Vitest's globalSetup: one server for the run, and a migrated database that each test file copies. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["ONEDOOR_TEST_DATABASE_URL"] ?? process.env["DATABASE_URL"];
  const server = given === undefined ? await startOwnServer() : { adminUrl: given, stop: async () => undefined };
  // Logins belong to the whole server. The hub derives them from the same password, so tests leave them as they are.
  const loginSecret = decodeURIComponent(new URL(server.adminUrl).password) || "tests";
  const template = `onedoor_template_${randomBytes(6).toString("hex")}`;
  await runOnce(server.adminUrl, `create database ${template}`);
  const drop = async () => {
    if (given !== undefined) await runOnce(server.adminUrl, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
  try {
    await migrate({ adminUrl: withDatabase(server.adminUrl, template), departments: await departments(), loginSecret });
  } catch (error) {
    await drop();
    throw error;
  }
  project.provide("cluster", { adminUrl: server.adminUrl, template, loginSecret });
  return drop;
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function startOwnServer(): Promise<OwnServer> {
  const [first, ...others] = await places();
  if (first === undefined) throw new Error("There is no temporary folder.");
  await clearLeftOvers([first, ...others]);
  try {
    return await startIn(first);
  } catch (error) {
    // Memory may be mounted without the right to run programs, which matters if they have to be copied.
    if (others[0] === undefined) throw error;
    return await startIn(others[0]);
  }
}

/** Memory first: copying a database makes some 300 files, which a busy disk takes ten times as long for. */
export async function places(): Promise<string[]> {
  const memory = await statfs("/dev/shm").catch(() => undefined);
  const isRoomy = memory !== undefined && memory.bavail * memory.bsize > 2 ** 30;
  return isRoomy ? ["/dev/shm", tmpdir()] : [tmpdir()];
}

async function startIn(place: string): Promise<OwnServer> {
  const dataFolder = await mkdtemp(join(place, `onedoor-test-${process.pid}-`));
  // mkdtemp closes the folder to others, and the server may run as another user.
  await chmod(dataFolder, 0o711);
  const remove = () => rm(dataFolder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({ dataFolder, durable: false });
    const stopAtOnce = () => endLeftOver(dataFolder);
    // Ctrl-C makes Vitest exit without its tear-down, and an exit handler cannot wait for a promise.
    process.once("exit", stopAtOnce);
    const stop = async () => {
      process.off("exit", stopAtOnce);
      await server.stop();
      await remove();
    };
    return { adminUrl: server.adminUrl, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A run that was killed leaves its server and its folder. */
async function clearLeftOvers(folders: readonly string[]): Promise<void> {
  for (const place of folders) {
    for (const name of await readdir(place)) {
      const pid = FOLDER.exec(name)?.[1];
      if (pid !== undefined && !isAlive(Number(pid))) endLeftOver(join(place, name));
    }
  }
}

function endLeftOver(dataFolder: string): void {
  try {
    const [pid] = readFileSync(join(dataFolder, "postgres", "cluster", "postmaster.pid"), "utf8").split("\n");
    stopServer(Number(pid), dataFolder);
  } catch {
    // No server, or another run ends it at this moment.
  }
  try {
    rmSync(dataFolder, { recursive: true, force: true });
  } catch {
    // Another user's folder: that user's next run removes it.
  }
}

function stopServer(pid: number, dataFolder: string): void {
  const isOurs = () => isServerOf(pid, join(dataFolder, "postgres", "cluster"));
  if (isOurs()) process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 5_000 && isOurs(); waited += 20) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Read off the folders, so that one department that does not compile cannot stop every test. */
async function departments(): Promise<string[]> {
  const entries = await readdir(join(import.meta.dirname, "../../migrations"), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && entry.name !== "shared").map((entry) => entry.name);
}

async function runOnce(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
