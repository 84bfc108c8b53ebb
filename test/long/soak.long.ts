import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as hostile from "../support/faults/hostile.ts";
import * as wire from "../support/faults/wire.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { MINUTES } from "../support/long-form.ts";
import { LIST_QUERY, MAIN_FIELDS, MAIN_QUERY } from "../support/main-query.ts";
import { resident } from "../support/rows/resident.ts";
import { addressSetting, hubSettings, makeDataFolder, runHub, type RunningHub } from "../support/running-hub.ts";
import { startLoad } from "../support/steady-load.ts";

const REQUESTS_PER_SECOND = 40;
const ROUND_MS = 10_000;
const ROUNDS = Math.max(6, Math.round((MINUTES * 60_000) / ROUND_MS));
/** Caches fill and code is compiled in the first part; after that, what is kept must not grow. */
const MOST_GROWTH = 0.1;
const RESIDENTS = 100;
/** Departments on other hosts; the others run in the hub's own process. */
const REMOTE = ["medical-insurance", "civil-affairs"];
const FAULTS = [
  null,
  wire.resetMidBody,
  wire.blackHole,
  wire.html,
  null,
  wire.truncated,
  wire.huge,
  hostile.extraFields,
  wire.refused,
  hostile.numberForText,
];

interface Memory {
  readonly heap: number;
  readonly rss: number;
}

describe("a hub that runs for long", () => {
  let hub: TestHub;
  let data: Awaited<ReturnType<typeof makeDataFolder>>;
  let running: RunningHub;
  let tokens: string[] = [];

  beforeAll(async () => {
    hub = await openHub({ throughProxies: true });
    data = await makeDataFolder();
    for (let at = 0; at < RESIDENTS; at += 1) await resident(hub.sql, { id: String(1_000 + at) });
    const remote = REMOTE.map((department) => addressSetting(department, hub.proxyOf(department).url));
    const settings = Object.assign(hubSettings(hub, data.folder), ...remote) as Record<string, string>;
    const preload = join(import.meta.dirname, "report-heap.mjs");
    running = await runHub(["start"], { ...settings, LOG_LEVEL: "fatal" }, ["--expose-gc", "--import", preload]);
  });
  afterAll(async () => {
    await running.stop();
    await hub.close();
    await data.remove();
  });

  async function renewTokens(): Promise<void> {
    const made = Array.from({ length: 20 }, (_, at) => hub.tokenFor({ sub: String(at), ttlSeconds: 600 }));
    tokens = (await Promise.all(made)).map((token) => `Bearer ${token}`);
  }

  const anyOf = <Value>(values: readonly Value[]) => values[Math.floor(Math.random() * values.length)];
  const documents = [
    MAIN_QUERY,
    LIST_QUERY,
    ...Array.from({ length: 30 }, (_, at) => `query Main${at}($id: ID!) { resident(id: $id) { ${MAIN_FIELDS} } }`),
    "{ __schema { types { name } } }",
    "{ nothing }",
    "{ resident",
  ];

  /** What clients do in a day: questions, mistakes, streams, and going away in the middle. */
  async function ask(): Promise<string | null> {
    const isStream = Math.random() < 0.02;
    const isImpatient = isStream || Math.random() < 0.02;
    const isStranger = Math.random() < 0.05;
    const variables = { id: String(1_000 + Math.floor(Math.random() * RESIDENTS)), first: 20 };
    const query = isStream ? "subscription { accessRecordAdded { viewerId } }" : anyOf(documents);
    const reply = await fetch(`${running.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-purpose": anyOf(["item:320101-001", "case:2025-0001"]) ?? "",
        authorization: isStranger ? "Bearer x.y.z" : (anyOf(tokens) ?? ""),
        ...(isStream ? { accept: "text/event-stream" } : {}),
      },
      body: JSON.stringify({ query, variables }),
      ...(isImpatient ? { signal: AbortSignal.timeout(Math.round(5 + Math.random() * 300)) } : {}),
    }).catch(() => null);
    await reply?.text().catch(() => undefined);
    return reply === null || reply.status < 500 ? null : String(reply.status);
  }

  /** What is left after garbage has been collected, while nothing is under way. */
  async function measure(): Promise<Memory> {
    await pause(300);
    const found = () => [...running.log().matchAll(/^heap (\d+) rss (\d+)$/gm)];
    const before = found().length;
    running.process.kill("SIGUSR2");
    while (found().length === before) await pause(20);
    const [, heap, rss] = found().at(-1) ?? [];
    return { heap: Number(heap), rss: Number(rss) };
  }

  test(`keeps no more memory after ${MINUTES} minutes than after a third of them`, async () => {
    const seen: Memory[] = [];
    let asked = 0;
    const failures: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await renewTokens();
      const fault = FAULTS[round % FAULTS.length] ?? null;
      for (const department of REMOTE) {
        await hub.proxyOf(department).heal();
        if (fault !== null) await hub.proxyOf(department).fail(fault);
      }
      if (round % 3 === 2) running.process.kill("SIGHUP");
      const load = startLoad(REQUESTS_PER_SECOND, ask);
      await pause(ROUND_MS);
      const report = await load.stop();
      asked += report.asked;
      failures.push(...report.failures);
      const memory = await measure();
      seen.push(memory);
      console.log(
        `${String(round + 1).padStart(3)}/${ROUNDS}  heap ${megabytes(memory.heap)}  rss ${megabytes(memory.rss)}  ` +
          `${asked} requests, ${failures.length} answered 5xx  (${fault?.name ?? "no fault"})`,
      );
    }
    const third = Math.floor(seen.length / 3);
    const middle = median(seen.slice(third, 2 * third).map(({ heap }) => heap));
    const last = median(seen.slice(2 * third).map(({ heap }) => heap));
    const growth = last / middle - 1;
    console.log(
      `heap after collection: ${megabytes(middle)} in the middle third, ${megabytes(last)} in the last, ` +
        `growth ${(growth * 100).toFixed(1)} %`,
    );
    expect([...new Set(failures)]).toEqual([]);
    expect(growth).toBeLessThan(MOST_GROWTH);
  });
});

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
