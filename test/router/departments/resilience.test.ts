import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { httpTransport } from "../../../router/departments/http-transport.ts";
import { defaultResilience, type ResilienceOptions, withResilience } from "../../../router/departments/resilience.ts";
import type { DepartmentCall } from "../../../router/departments/transport.ts";
import { listen, urlOf } from "../../../router/main.ts";
import { createViewer } from "../../../subgraphs/shared/viewer.ts";
import { type FaultProxy, openFaultProxy } from "../../support/fault-proxy.ts";
import * as wire from "../../support/faults/wire.ts";

const TIMEOUT_MS = 1_000;
/** No call to the department was waited for: an answer at once, even on a busy machine. */
const AT_ONCE_MS = 200;

const viewer = createViewer({
  id: "1",
  roles: [],
  areas: [],
  department: null,
  residentId: null,
  scopes: new Set(),
  purpose: null,
  rolesHash: "",
});
const call = (operation: string): DepartmentCall => ({
  operation,
  variables: {},
  viewer,
  requestKey: {},
  requestId: "resilience",
});
const read = call("{isHere}");
const change = call("mutation{move}");

const department = createServer((request, response) => {
  request.resume();
  request.on("end", () => response.end('{"data":{"isHere":true,"move":true}}'));
});
let proxy: FaultProxy;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  await listen(department, 0, "127.0.0.1");
  proxy = await openFaultProxy(`${urlOf(department)}/graphql`);
});
afterEach(async () => {
  await proxy.heal();
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await proxy.close();
  department.close();
});

function reach(options: Partial<ResilienceOptions> = {}, callKey: string | null = null) {
  const remote = httpTransport({ department: "trade", url: proxy.url, callKey, timeoutMs: TIMEOUT_MS });
  closing.push(() => remote.close());
  return withResilience(remote, { ...defaultResilience, ...options });
}

async function callsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = proxy.calls.length;
  await work();
  return proxy.calls.length - before;
}

/** "answered" or "failed", and how long it took. */
async function outcomeOf(answer: Promise<unknown>): Promise<{ outcome: string; ms: number }> {
  const startedAt = performance.now();
  const outcome = await answer.then(
    () => "answered",
    () => "failed",
  );
  return { outcome, ms: performance.now() - startedAt };
}

async function expectFailure(answer: Promise<unknown>): Promise<void> {
  expect((await outcomeOf(answer)).outcome).toBe("failed");
}

describe("a call whose connection breaks", () => {
  test("is tried once more when it is a read", async () => {
    const transport = reach();
    proxy.failNext(wire.reset);
    expect(await callsDuring(() => transport.send(read))).toBe(2);
    proxy.failNext(wire.reset, wire.reset);
    expect(await callsDuring(() => expectFailure(transport.send(read)))).toBe(2);
  });

  test.each([wire.reset, wire.resetMidBody, wire.status(503)])(
    "is never repeated when it is a change: $name",
    async (fault) => {
      const transport = reach();
      proxy.failNext(fault);
      expect(await callsDuring(() => expectFailure(transport.send(change)))).toBe(1);
    },
  );

  test("is not tried again when the department took too long or answered nonsense", async () => {
    const transport = reach();
    for (const fault of [wire.html, wire.truncated, wire.huge, wire.blackHole]) {
      proxy.failNext(fault);
      expect(await callsDuring(() => expectFailure(transport.send(read)))).toBe(1);
    }
  });

  test("is not tried again once the budget is spent, and is again when it has been earned", async () => {
    const transport = reach({ failuresToOpen: 1_000, retriesPerHundredCalls: 50 });
    await proxy.fail(wire.reset);
    const tries: number[] = [];
    for (let at = 0; at < 30; at += 1) tries.push(await callsDuring(() => expectFailure(transport.send(read))));
    // Ten to begin with, and half a one for each call: gone after 19, and then one for every second call.
    expect(tries.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 2));
    expect(tries.slice(20).filter((calls) => calls === 2)).toHaveLength(5);
    await proxy.heal();
    for (let at = 0; at < 4; at += 1) await transport.send(read);
    proxy.failNext(wire.reset);
    expect(await callsDuring(() => transport.send(read))).toBe(2);
  });
});

describe("a department that failed several times in a row", () => {
  const options = { failuresToOpen: 3, openMs: 300, trialMs: 100, retriesPerHundredCalls: 0 };

  async function open() {
    const transport = reach(options);
    await proxy.fail(wire.html);
    for (let at = 0; at < 3; at += 1) await expectFailure(transport.send(read));
    expect(transport.isOpen()).toBe(true);
    return transport;
  }

  test("is left alone: calls fail without waiting, and without reaching it", async () => {
    const transport = await open();
    await proxy.fail(wire.blackHole);
    const outcomes: { outcome: string; ms: number }[] = [];
    expect(
      await callsDuring(async () => {
        for (let at = 0; at < 20; at += 1) outcomes.push(await outcomeOf(transport.send(read)));
      }),
    ).toBe(0);
    for (const { outcome, ms } of outcomes) expect([outcome, ms < AT_ONCE_MS]).toEqual(["failed", true]);
  });

  test("is not left alone while a call in between is answered", async () => {
    const transport = reach(options);
    for (let round = 0; round < 3; round += 1) {
      proxy.failNext(wire.html, wire.html);
      for (let at = 0; at < 2; at += 1) await expectFailure(transport.send(read));
      await transport.send(read);
    }
    expect(transport.isOpen()).toBe(false);
  });

  test("is tried by one call, which waits shortly, while the others don't wait at all", async () => {
    const transport = await open();
    await proxy.fail(wire.blackHole);
    await pause(options.openMs + 20);
    let outcomes: { outcome: string; ms: number }[] = [];
    const calls = await callsDuring(async () => {
      outcomes = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(transport.send(read))));
      outcomes.push(await outcomeOf(transport.send(read)));
    });
    expect(calls).toBe(1);
    expect(outcomes.every(({ outcome }) => outcome === "failed")).toBe(true);
    expect(outcomes.filter(({ ms }) => ms >= options.trialMs - 5)).toHaveLength(1);
    expect(Math.max(...outcomes.map(({ ms }) => ms))).toBeLessThan(TIMEOUT_MS / 2);
  });

  test("is back in use as soon as a trial is answered, also when its caller has gone", async () => {
    const transport = await open();
    await pause(options.openMs + 20);
    await proxy.fail(wire.delayed(options.trialMs + 100));
    await expectFailure(transport.send(read));
    await expect.poll(transport.isOpen, { interval: 10 }).toBe(false);
    await proxy.heal();
    await transport.send(read);
  });

  test("is tried again and again until it is well", async () => {
    const transport = await open();
    await pause(options.openMs + 20);
    await expectFailure(transport.send(read));
    expect(transport.isOpen()).toBe(true);
    await proxy.heal();
    await expectFailure(transport.send(read));
    await pause(options.openMs + 20);
    await transport.send(read);
    expect(transport.isOpen()).toBe(false);
  });

  test("is tried by a change only with all the time a change needs", async () => {
    const transport = await open();
    await pause(options.openMs + 20);
    await proxy.fail(wire.delayed(options.trialMs + 100));
    expect((await outcomeOf(transport.send(change))).outcome).toBe("answered");
  });

  test("has failed once when calls that were sent together fail together", async () => {
    const transport = reach(options, "a key for calls");
    proxy.failNext(wire.html);
    const calls = await callsDuring(() =>
      Promise.all(Array.from({ length: 10 }, () => expectFailure(transport.send(read)))),
    );
    expect([calls, transport.isOpen()]).toEqual([1, false]);
  });
});

describe("a department that holds as many calls as it may", () => {
  test("gets no more: what can't even wait fails at once", async () => {
    const transport = reach({ concurrentCalls: 4, waitingCalls: 2, failuresToOpen: 1_000 });
    await proxy.fail(wire.delayed(600));
    const held = Array.from({ length: 6 }, () => outcomeOf(transport.send(read)));
    const tooMany = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(transport.send(read))));
    for (const { outcome, ms } of tooMany) expect([outcome, ms < AT_ONCE_MS]).toEqual(["failed", true]);
    expect((await Promise.all(held)).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 6 }, () => "answered"),
    );
  });
});
