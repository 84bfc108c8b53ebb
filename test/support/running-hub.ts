import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { migrate } from "../../hub/migrate/migrate.ts";
import { places } from "./cluster.ts";
import { CALL_KEY, type TestHub } from "./hub.ts";

const root = resolve(import.meta.dirname, "../..");
const PSEUDONYM_KEY = "the tests' own key for pseudonyms, long enough";
/** A first start unpacks PostgreSQL, on a machine that does much else. */
const STARTED_WITHIN_MS = 90_000;

/** `hub start` or `hub serve`, as an operator runs it. */
export interface RunningHub {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it has written for the operator. */
  readonly log: () => string;
  /** Tells it to stop, and waits until it has. */
  stop(): Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly ms: number;
}

/** Runs a `hub` command that serves something, and waits until it says where. */
export async function runHub(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<RunningHub> {
  return runServer([...nodeOptions, join(root, "cli/hub.mjs"), ...args], settings);
}

/** Runs any server that says on stderr where it answers, and waits until it does. */
export async function runServer(
  words: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<RunningHub> {
  const { ONEDOOR_DATA: cwd = root } = settings;
  const child = spawn(process.execPath, words, {
    // Away from a `.env` file somebody may keep beside the code.
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: dirname(process.execPath), LOG_LEVEL: "warn", ...settings },
  });
  let written = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written += text));
  const ended = once(child, "exit") as Promise<[number | null]>;
  const url = await addressIn(child, () => written).catch(async (error: unknown) => {
    child.kill("SIGKILL");
    await ended;
    throw error;
  });
  return {
    url,
    process: child,
    log: () => written,
    async stop() {
      const startedAt = performance.now();
      child.kill("SIGTERM");
      const [code] = await ended;
      return { code, ms: performance.now() - startedAt };
    },
  };
}

async function addressIn(child: ChildProcess, written: () => string): Promise<string> {
  const until = performance.now() + STARTED_WITHIN_MS;
  while (performance.now() < until && child.exitCode === null) {
    const url = /answers at (\S+)\/graphql/.exec(written())?.[1];
    if (url !== undefined) return url;
    await new Promise((again) => setTimeout(again, 20));
  }
  throw new Error(`The hub did not start:\n${written()}`);
}

/**
 * Opens the database of a test's hub to processes beside it. A copy of a database does not have the grants of the one
 * it was made from, and the first process to migrate it closes it to everybody else.
 */
export async function openToProcesses(hub: TestHub): Promise<void> {
  const loginSecret = decodeURIComponent(new URL(hub.adminUrl).password) || "tests";
  await migrate({ adminUrl: hub.adminUrl, departments: [...hub.addresses.keys()], loginSecret });
}

/** Settings of a hub for the tokens and the database of a test's hub. */
export function hubSettings(hub: TestHub, dataFolder: string): Record<string, string> {
  return {
    PORT: "0",
    ONEDOOR_DATA: dataFolder,
    ONEDOOR_CALL_KEY: CALL_KEY,
    ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY,
    DATABASE_URL: hub.adminUrl,
    OIDC_ISSUER: "https://issuer.test",
    OIDC_AUDIENCE: "onedoor",
    OIDC_JWKS_URI: `${hub.url}/.well-known/jwks.json`,
    // In production no demo data is made, and only then.
    NODE_ENV: "production",
    ONEDOOR_TRUSTED_DOCUMENTS: "any",
  };
}

/** Settings of a router in front of the departments of a test's hub, each behind its proxy. */
export function routerSettings(hub: TestHub, dataFolder: string): Record<string, string> {
  const departments = [...hub.addresses.keys()];
  const urls = departments.map((department) => addressSetting(department, hub.proxyOf(department).url));
  return Object.assign(hubSettings(hub, dataFolder), ...urls) as Record<string, string>;
}

/** Settings of a department that runs alone: one that gives events asks for the addresses of all who hear them. */
export function departmentSettings(hub: TestHub, dataFolder: string): Record<string, string> {
  const urls = [...hub.addresses].map(([department, url]) => addressSetting(department, url));
  return Object.assign(hubSettings(hub, dataFolder), ...urls) as Record<string, string>;
}

/** Where a hub finds a department that does not run in its own process. */
export function addressSetting(department: string, url: string): Record<string, string> {
  return { [`SUBGRAPH_${department.toUpperCase().replaceAll("-", "_")}_URL`]: url };
}

/** A data folder of its own, which the database's own user may pass through. */
export async function makeDataFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const [place = ""] = await places();
  const folder = await mkdtemp(join(place, "onedoor-hub-"));
  await chmod(folder, 0o711);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
