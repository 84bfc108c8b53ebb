import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { type DatabaseProxy, openDatabaseProxy } from "../support/database-proxy.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { resident } from "../support/rows/resident.ts";

/** A statement is given up after 5.5 seconds, and what has failed may be asked once more. */
const ENDS_WITHIN_MS = 12_000;
const AT_ONCE = 24;

let proxy: DatabaseProxy;
let hub: TestHub;
let authorization: string;

beforeAll(async () => {
  proxy = await openDatabaseProxy(inject("cluster").adminUrl);
  hub = await openHub({ reach: (url) => proxy.through(url), checkRecordEveryMs: 100, signingIn: { everyMs: 200 } });
  await resident(hub.sql, { id: "1001" });
  authorization = `Bearer ${await hub.tokenFor({ ttlSeconds: 600 })}`;
  expect((await ask()).text).toContain("郭君");
});
afterEach(async () => {
  await proxy.heal();
  await backToWork();
});
afterAll(async () => {
  await hub.close();
  await proxy.close();
});

async function timed<Value>(work: Promise<Value>): Promise<Value & { ms: number }> {
  const startedAt = performance.now();
  return { ...(await work), ms: performance.now() - startedAt };
}

async function ask() {
  const { status, text } = await hub.ask({
    query: MAIN_QUERY,
    variables: { id: "1001" },
    headers: { authorization },
  });
  return { status, text };
}

// Another one each time: whoever is wrong too often is kept out.
let asked = 0;

async function signIn() {
  const reply = await fetch(`${hub.url}/auth/sign-in/username`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: `nobody-${(asked += 1)}`, password: "no password of anybody" }),
  });
  return { status: reply.status, text: await reply.text() };
}

const ready = async () => (await fetch(`${hub.url}/health/ready`)).status;

async function backToWork(): Promise<void> {
  await expect
    .poll(
      async () => (await ask()).text.includes("郭君") && (await ready()) === 200 && (await signIn()).status === 401,
      {
        timeout: 15_000,
      },
    )
    .toBe(true);
}

/** Withheld, or with a department said to be missing; or right. Never wrong, never a stack. */
function isHonest({ status, text }: { status: number; text: string }): boolean {
  if (status === 503) return true;
  return status === 200 && (text.includes('"SUBGRAPH_UNAVAILABLE"') || text.includes("郭君"));
}

describe("a hub whose connections to its databases", () => {
  test("are reset under load answers every request, and goes on", async () => {
    for (let round = 0; round < 4; round += 1) {
      const asked = Array.from({ length: AT_ONCE }, () => timed(ask()));
      await pause(5 * round);
      proxy.reset();
      const answers = await Promise.all(asked);
      expect(answers.filter((one) => !isHonest(one))).toEqual([]);
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(ENDS_WITHIN_MS);
    }
    await backToWork();
  });

  test("die without a word answers every request, and goes on", async () => {
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    proxy.silence();
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => timed(ask())));
    expect(answers.filter((one) => !isHonest(one))).toEqual([]);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(ENDS_WITHIN_MS);
    await backToWork();
  }, 60_000);
});

describe("a hub whose database server", () => {
  test("is stopped says 503 within a second, and is back at once", async () => {
    await proxy.stop();
    await ask();
    const answers = await Promise.all([...Array.from({ length: AT_ONCE }, () => timed(ask())), timed(signIn())]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(1_500);
    await expect.poll(ready, { timeout: 5_000 }).toBe(503);
    await proxy.heal();
    const startedAt = performance.now();
    await backToWork();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });

  test("hangs says 503 within a second once that is known, and is back within seconds", async () => {
    proxy.freeze();
    await Promise.all([ask(), signIn()]);
    const answers = await Promise.all([...Array.from({ length: AT_ONCE }, () => timed(ask())), timed(signIn())]);
    expect(answers.filter(({ status, text }) => status === 200 && text.includes("郭君"))).toEqual([]);
    expect(await ready()).toBe(503);
    await proxy.heal();
    await backToWork();
  }, 60_000);
});
