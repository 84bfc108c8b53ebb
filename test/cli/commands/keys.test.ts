import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openIssuerKeys } from "../../../hub/keys/issuer-keys.ts";
import { type Keys, loadKeys, retireKey, rotateKey } from "../../../hub/keys/stored-keys.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { hubSettings, makeDataFolder, openToProcesses, runHub } from "../../support/running-hub.ts";

let data: Awaited<ReturnType<typeof makeDataFolder>>;
beforeEach(async () => {
  data = await makeDataFolder();
  return data.remove;
});

const tokenOf = async ({ issuer }: Keys): Promise<string> =>
  new SignJWT({ roles: ["window_clerk"], areas: ["320105006"] })
    .setProtectedHeader({ alg: "ES256", kid: issuer.kid })
    .setIssuer("onedoor")
    .setAudience("onedoor")
    // No two are the same, or the second would be known from the first.
    .setJti(crypto.randomUUID())
    .setSubject("1")
    .setExpirationTime("5m")
    .sign(await importJWK(issuer, "ES256"));

const kidsOf = (jwks: object) =>
  (JSON.parse(JSON.stringify(jwks)) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

async function changeFile(change: (keys: Keys) => Keys): Promise<void> {
  const file = join(data.folder, "keys.json");
  await writeFile(file, JSON.stringify(change(await loadKeys(data.folder))));
}

describe("rotateKey", () => {
  test("puts a new issuer key in place and keeps the public half of the old one for the longest token", async () => {
    const before = await loadKeys(data.folder);
    const after = await rotateKey(data.folder, "issuer");
    expect(await loadKeys(data.folder)).toEqual(after);
    expect(after.issuer.kid).not.toBe(before.issuer.kid);
    expect(after.previousIssuer?.key.kid).toBe(before.issuer.kid);
    expect(after.previousIssuer?.key.d).toBeUndefined();
    const minutes = ((after.previousIssuer?.acceptedUntil ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(15);
    expect(minutes).toBeLessThan(16);
    expect([after.callKey, after.pseudonymKey]).toEqual([before.callKey, before.pseudonymKey]);
    expect((await stat(join(data.folder, "keys.json"))).mode & 0o777).toBe(0o600);
  });

  test("does not cut off tokens that are still good: it waits for the overlap, or for retire", async () => {
    await rotateKey(data.folder, "issuer");
    await expect(rotateKey(data.folder, "issuer")).rejects.toThrow(/hub keys retire issuer/);
    await retireKey(data.folder, "issuer");
    await rotateKey(data.folder, "issuer");
    await changeFile((keys) => ({
      ...keys,
      ...(keys.previousIssuer === undefined ? {} : { previousIssuer: { ...keys.previousIssuer, acceptedUntil: 1 } }),
    }));
    await rotateKey(data.folder, "issuer");
  });

  test("keeps the old call key beside the new one until it is retired", async () => {
    const before = await loadKeys(data.folder);
    const after = await rotateKey(data.folder, "call");
    expect(after).toMatchObject({ previousCallKey: before.callKey, issuer: before.issuer });
    expect(after.callKey).not.toBe(before.callKey);
    expect((await retireKey(data.folder, "call")).previousCallKey).toBeUndefined();
    expect((await loadKeys(data.folder)).callKey).toBe(after.callKey);
  });

  test("by several at once leaves one whole file and says who was late", async () => {
    await loadKeys(data.folder);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => rotateKey(data.folder, "call")));
    const done = tries.filter(({ status }) => status === "fulfilled");
    expect(done.length).toBeGreaterThan(0);
    const kept = await loadKeys(data.folder);
    expect(done.map((one) => (one as PromiseFulfilledResult<Keys>).value.callKey)).toContain(kept.callKey);
    for (const one of tries) if (one.status === "rejected") expect(String(one.reason)).toContain("Another process");
  });
});

describe("openIssuerKeys", () => {
  test("shows and accepts the new key and the old one, and the old one no longer when its time is over", async () => {
    const before = await loadKeys(data.folder);
    const live = openIssuerKeys(data.folder);
    expect(kidsOf(live.jwks)).toEqual([before.issuer.kid]);
    const { issuer } = await rotateKey(data.folder, "issuer");
    expect(kidsOf(live.jwks)).toEqual([issuer.kid, before.issuer.kid]);
    expect(JSON.stringify(live.jwks)).not.toContain('"d":');
    const find = (kid: string) => live.verify({ alg: "ES256", kid }, { payload: "", signature: "" });
    await expect(find(before.issuer.kid)).resolves.toBeDefined();
    await changeFile((keys) => ({
      ...keys,
      ...(keys.previousIssuer === undefined
        ? {}
        : { previousIssuer: { ...keys.previousIssuer, acceptedUntil: Date.now() } }),
    }));
    expect(kidsOf(live.jwks)).toEqual([issuer.kid]);
    await expect(find(before.issuer.kid)).rejects.toThrow();
    await expect(find(issuer.kid)).resolves.toBeDefined();
  });
});

describe("hub keys rotate, beside a hub under way", () => {
  let database: TestHub;
  beforeAll(async () => {
    database = await openHub({ overHttp: true });
    await openToProcesses(database);
  });
  afterAll(async () => {
    await database.close();
  });

  const hubKeys = async (...args: string[]) => {
    const settings = hubSettings(database, data.folder);
    const { stdout } = await promisify(execFile)(process.execPath, ["cli/hub.mjs", "keys", ...args, "--json"], {
      env: { ...settings, ...(args.includes("call") ? { ONEDOOR_CALL_KEY: "" } : {}) },
    });
    return JSON.parse(stdout) as { act: string; key: string; acceptedUntil: string | null };
  };

  test("loses no request: old tokens and new ones are good, and the old ones no more once retired", async () => {
    const hub = await runHub(["start"], hubSettings(database, data.folder));
    try {
      const ask = async (token: string) =>
        (
          await fetch(`${hub.url}/graphql`, {
            method: "POST",
            headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
            body: JSON.stringify({ query: "{ me { id } }" }),
          })
        ).status;
      const before = await loadKeys(data.folder);
      const held = await tokenOf(before);
      const statuses: number[] = [];
      let isRotated = false;
      // One with a token it holds all the time, one with a token of the key that is current at each moment.
      const follow = async (next: () => Promise<string>) => {
        for (let left = 10; left > 0; left -= isRotated ? 1 : 0) statuses.push(await ask(await next()));
      };
      const clients = [follow(async () => held), follow(async () => tokenOf(await loadKeys(data.folder)))];
      // Under way before the key is exchanged.
      await vi.waitUntil(() => statuses.length >= clients.length, { timeout: 30_000 });
      expect(await hubKeys("rotate")).toMatchObject({
        act: "rotate",
        key: "issuer",
        acceptedUntil: expect.any(String) as string,
      });
      isRotated = true;
      await Promise.all(clients);
      expect(statuses.length).toBeGreaterThan(20);
      expect(new Set(statuses)).toEqual(new Set([200]));
      expect(await ask(await tokenOf(before))).toBe(200);
      const shown = await (await fetch(`${hub.url}/.well-known/jwks.json`)).json();
      expect(kidsOf(shown as object)).toEqual([(await loadKeys(data.folder)).issuer.kid, before.issuer.kid]);
      await hubKeys("retire");
      expect(await ask(await tokenOf(before))).toBe(401);
      expect(await ask(await tokenOf(await loadKeys(data.folder)))).toBe(200);
    } finally {
      await hub.stop();
    }
  }, 120_000);

  test("says where the call key is set when a setting has it", async () => {
    const settings = hubSettings(database, data.folder);
    const failed = promisify(execFile)(process.execPath, ["cli/hub.mjs", "keys", "rotate", "call"], { env: settings });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ONEDOOR_CALL_KEY_PREVIOUS") as string,
    });
    await hubKeys("rotate", "call");
    expect(JSON.parse(await readFile(join(data.folder, "keys.json"), "utf8"))).toHaveProperty("previousCallKey");
  });
});
