import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { defaultResilience, type ResilienceOptions } from "../../../router/departments/resilience.ts";
import { DEPARTMENTS, expectLost } from "../../support/faults/lost.ts";
import * as wire from "../../support/faults/wire.ts";
import { openHub, type Reply, type TestHub } from "../../support/hub.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";

const TIMEOUT_MS = 1_000;
// Wider than any machine is slow, and narrower than a second wait for the same department.
const IN_TIME_MS = TIMEOUT_MS + 900;

const faults = [
  wire.refused,
  wire.reset,
  wire.resetMidBody,
  wire.delayed(5_000),
  wire.blackHole,
  wire.status(500),
  wire.status(503),
  wire.html,
  wire.truncated,
  wire.huge,
];

let hub: TestHub;
let whole: Reply;

const ask = (headers: Record<string, string> = {}) =>
  hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, headers });

async function open(resilience: Partial<ResilienceOptions>): Promise<void> {
  hub = await openHub({
    throughProxies: true,
    timeoutMs: TIMEOUT_MS,
    resilience: { ...defaultResilience, ...resilience },
  });
  await resident(hub.sql, { id: "1001" });
  whole = await ask();
  expect(whole.data).toMatchObject({ resident: { name: "郭君", assistance: { status: "GRANTED" } } });
}

afterEach(async () => {
  for (const department of DEPARTMENTS) await hub.proxyOf(department).heal();
});

// An unhandled rejection anywhere in here fails the run: Vitest counts it as an error of its own.
describe("a department that fails", () => {
  // The breaker has tests of its own: here each call meets the fault itself.
  beforeAll(() => open({ failuresToOpen: 1_000 }));
  afterAll(() => hub.close());

  describe.each(DEPARTMENTS)("%s", (department) => {
    test.each(faults)("$name: only its fields are missing, until the fault is gone", async (fault) => {
      await hub.proxyOf(department).fail(fault);
      const startedAt = performance.now();
      const reply = await ask();
      expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS);
      expectLost(reply, whole, department);
      await hub.proxyOf(department).heal();
      expect((await ask()).text).toBe(whole.text);
    });

    test("is waited for while it is slow but in time", async () => {
      await hub.proxyOf(department).fail(wire.delayed(200));
      expect((await ask()).text).toBe(whole.text);
    });

    test("is asked once more when the connection breaks once", async () => {
      const { calls, failNext } = hub.proxyOf(department);
      const before = calls.length;
      failNext(wire.reset);
      expect((await ask()).text).toBe(whole.text);
      expect(calls.length - before).toBe(2);
    });
  });

  test("does not hide the others' failures", async () => {
    await Promise.all(DEPARTMENTS.slice(1).map((department) => hub.proxyOf(department).fail(wire.refused)));
    expectLost(await ask(), whole, ...DEPARTMENTS.slice(1));
  });

  test("takes everything with it when nobody else knows who the person is", async () => {
    await hub.proxyOf("population").fail(wire.refused);
    const before = hub.proxyOf("civil-affairs").calls.length;
    expectLost(await ask(), whole, "population");
    expect(hub.proxyOf("civil-affairs").calls.length).toBe(before);
  });

  test("costs requests that were under way with it their part only", async () => {
    const headers = { authorization: `Bearer ${await hub.tokenFor()}` };
    await hub.proxyOf("social-security").fail(wire.reset);
    const replies = await Promise.all(Array.from({ length: 20 }, () => ask(headers)));
    for (const reply of replies) expectLost(reply, whole, "social-security");
  });
});

describe("a department that stays dead", () => {
  const openMs = 300;
  beforeAll(() => open({ failuresToOpen: 3, openMs, trialMs: 100 }));
  afterAll(() => hub.close());

  test.each(DEPARTMENTS)(
    "%s is waited for three times, then no more, and is back soon after it is well",
    async (name) => {
      await hub.proxyOf(name).fail(wire.blackHole);
      const { calls } = hub.proxyOf(name);
      // One after the other: calls of one turn of the event loop travel, and fail, together.
      const replies: Promise<Reply>[] = [];
      while (replies.length < 3) {
        const known = calls.length;
        replies.push(ask());
        await expect.poll(() => calls.length, { timeout: TIMEOUT_MS, interval: 5 }).toBe(known + 1);
      }
      for (const reply of await Promise.all(replies)) expectLost(reply, whole, name);
      const before = calls.length;
      const startedAt = performance.now();
      expectLost(await ask(), whole, name);
      expect([performance.now() - startedAt < TIMEOUT_MS / 2, calls.length - before]).toEqual([true, 0]);
      expect(await circuitOf(name)).toBe("1");
      await hub.proxyOf(name).heal();
      await expect.poll(async () => (await ask()).text, { timeout: 10 * openMs, interval: 50 }).toBe(whole.text);
      expect(await circuitOf(name)).toBe("0");
    },
  );
});

async function circuitOf(department: string): Promise<string | undefined> {
  const metrics = await (await fetch(`${hub.url}/metrics`)).text();
  return new RegExp(`circuit_open\\{department="${department}"\\} (\\d)`).exec(metrics)?.[1];
}
