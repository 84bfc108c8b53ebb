import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { importJWK, SignJWT } from "jose";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { loadKeys } from "../../../hub/keys/stored-keys.ts";
import { isServerOf } from "../../../hub/postgres/server-process.ts";
import { makeDataFolder, runHub, type RunningHub } from "../../support/running-hub.ts";

vi.setConfig({ testTimeout: 180_000 });

// What it asks for is entered in the access record, so that every database of the hub has to be there.
const ASKED = JSON.stringify({ query: "{ residents(first: 1) { edges { node { id } } } }" });

describe("the database a hub has started itself", () => {
  test("is started again after it was killed, and answers as before", async () => {
    const { hub, ask, folder } = await startOne();
    expect(await ask()).toBe(200);
    const before = serverIn(folder);
    process.kill(before.pid, "SIGKILL");
    const statuses = new Set<number>();
    await until(async () => {
      const status = await ask();
      statuses.add(status);
      return status === 200 && serverIn(folder).pid !== before.pid && (await readyOf(hub)) === 200;
    });
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(serverIn(folder).port).toBe(before.port);
    expect(hub.log()).toContain("PostgreSQL had ended and was started again (1 of 5 times in 10 minutes).");
    expect((await hub.stop()).code).toBe(0);
    expect(isServerOf(serverIn(folder).pid, clusterIn(folder))).toBe(false);
  });

  test("that ends again and again ends the hub, so that its service manager knows", async () => {
    const { hub, ask, folder } = await startOne();
    const ended = once(hub.process, "exit") as Promise<[number | null]>;
    const notReady = new Set<number>();
    let code: number | null | undefined;
    ended.then(([given]) => (code = given)).catch(() => undefined);
    let killed = 0;
    while (code === undefined) {
      const { pid } = serverIn(folder);
      if (isServerOf(pid, clusterIn(folder)) && pid !== killed) {
        process.kill(pid, "SIGKILL");
        killed = pid;
      }
      await ask().catch(() => 0);
      notReady.add(await readyOf(hub).catch(() => 0));
      await sleep(100);
    }
    expect(code).toBe(1);
    expect(notReady.has(503)).toBe(true);
    expect(hub.log()).toMatch(/PostgreSQL on \S+ ended 6 times within 10 minutes, so it is not started again\./);
    expect(hub.log()).not.toMatch(/\n {4}at /);
  });

  test("goes on when the hub itself was killed with it, in the middle of everything", async () => {
    const { hub, folder } = await startOne();
    process.kill(serverIn(folder).pid, "SIGKILL");
    hub.process.kill("SIGKILL");
    await once(hub.process, "exit");
    const next = await startOne(folder);
    expect(await next.ask()).toBe(200);
    expect((await next.hub.stop()).code).toBe(0);
  });
});

async function startOne(given?: string) {
  const folder = given ?? (await madeFolder());
  const settings = { PORT: "0", ONEDOOR_DATA: folder, NODE_ENV: "production", ONEDOOR_TRUSTED_DOCUMENTS: "any" };
  const hub = await runHub(["start"], settings);
  onTestFinished(async () => {
    if (hub.process.exitCode === null && hub.process.signalCode === null) await hub.stop();
  });
  const authorization = `Bearer ${await tokenOf(folder)}`;
  const headers = { "content-type": "application/json", authorization, "x-purpose": "duty:checking the register" };
  const ask = async () =>
    (await fetch(`${hub.url}/graphql`, { method: "POST", headers, body: ASKED, signal: AbortSignal.timeout(8_000) }))
      .status;
  return { hub, ask, folder };
}

async function madeFolder(): Promise<string> {
  const { folder, remove } = await makeDataFolder();
  onTestFinished(remove);
  return folder;
}

async function readyOf(hub: RunningHub): Promise<number> {
  return (await fetch(`${hub.url}/health/ready`)).status;
}

const clusterIn = (folder: string) => join(folder, "postgres", "cluster");

function serverIn(folder: string): { pid: number; port: number } {
  try {
    const lines = readFileSync(join(clusterIn(folder), "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return { pid: 0, port: 0 };
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("It did not come true in time.");
    await sleep(50);
  }
}

/** A token of the hub's own issuer, whose key its data folder keeps. */
async function tokenOf(dataFolder: string): Promise<string> {
  const { issuer } = await loadKeys(dataFolder);
  return new SignJWT({ roles: ["window_clerk"], areas: ["320105006"] })
    .setProtectedHeader({ alg: "ES256", kid: issuer.kid })
    .setIssuer("onedoor")
    .setAudience("onedoor")
    .setSubject("1")
    .setExpirationTime("15m")
    .sign(await importJWK(issuer, "ES256"));
}
