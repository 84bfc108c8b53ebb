import { createServer, request } from "node:http";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startRouter } from "../../../router/main.ts";
import type { Operation } from "../../../router/operation/read-operation.ts";
import { needsOfRouter, watchReadiness } from "../../../router/http/readiness.ts";
import { createRecorder, type Look } from "../../../router/answer/access-record.ts";
import type { AccessLog } from "../../../subgraphs/index.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";
import { routersViewer } from "../../support/viewer.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await openHub({ checkRecordEveryMs: 20 });
  await resident(hub.sql, { id: "1001" });
});

afterAll(() => hub.close());

async function ready(): Promise<[number, unknown]> {
  const response = await fetch(`${hub.url}/health/ready`);
  return [response.status, await response.json()];
}

const READY = [200, { status: "ready" }];
const NOT_READY = [503, { status: "not-ready", missing: ["access-record"] }];

describe("/health/live", () => {
  test("says yes as long as the process answers at all", async () => {
    const response = await fetch(`${hub.url}/health/live`);
    expect([response.status, await response.json()]).toEqual([200, { status: "live" }]);
  });
});

describe("/health/ready", () => {
  test.each([
    [
      "the login may not add to it",
      "revoke insert on audit.access_records from onedoor_audit",
      "grant insert on audit.access_records to onedoor_audit",
    ],
    [
      "it is not there",
      "alter table audit.access_records rename to elsewhere",
      "alter table audit.elsewhere rename to access_records",
    ],
  ])("says no while the access record can't be written: %s", async (_why, fault, remedy) => {
    await hub.sql.unsafe(fault);
    await vi.waitFor(async () => expect(await ready()).toEqual(NOT_READY), 5_000);
    expect((await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" } })).status).toBe(503);
    await hub.sql.unsafe(remedy);
    await vi.waitFor(async () => expect(await ready()).toEqual(READY), 5_000);
    expect((await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" } })).status).toBe(200);
  });

  test("says yes while a department is down: answers without it are answers", async () => {
    await hub.sql`alter table medical_insurance.enrolments rename to elsewhere`;
    const reply = await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" } });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toContain("SUBGRAPH_UNAVAILABLE");
    expect([reply.status, await ready()]).toEqual([200, READY]);
    await hub.sql`alter table medical_insurance.elsewhere rename to enrolments`;
  });
});

describe("watchReadiness", () => {
  const HOUR_MS = 3_600_000;

  test("has looked before it returns, and then looks in the background only", async () => {
    let checks = 0;
    const check = async () => void (checks += 1);
    const readiness = await watchReadiness(needsOfRouter({ isWritable: () => true, check }, undefined), HOUR_MS);
    for (let probe = 0; probe < 100; probe += 1) expect(readiness.missing()).toEqual([]);
    expect(checks).toBe(1);
    await readiness.close();
  });

  test("misses no access record where there is none", async () => {
    const readiness = await watchReadiness(needsOfRouter(undefined, undefined), HOUR_MS);
    expect(readiness.missing()).toEqual([]);
    await readiness.close();
  });

  test("tells once what has gone missing, and once that it is back", async () => {
    let isWritable = true;
    const told: (readonly string[])[] = [];
    vi.useFakeTimers();
    try {
      const record = { isWritable: () => isWritable, check: async () => undefined };
      const needs = needsOfRouter(record, undefined);
      const readiness = await watchReadiness(needs, 10, (missing) => void told.push(missing));
      isWritable = false;
      await vi.advanceTimersByTimeAsync(100);
      isWritable = true;
      await vi.advanceTimersByTimeAsync(100);
      expect(told).toEqual([["access-record"], []]);
      await readiness.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test("does not look again while it still looks", async () => {
    let checks = 0;
    const check = () => (++checks === 1 ? Promise.resolve() : new Promise<void>(() => undefined));
    vi.useFakeTimers();
    try {
      const readiness = await watchReadiness(needsOfRouter({ isWritable: () => true, check }, undefined), 10);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(checks).toBe(2);
      readiness.close().catch(() => undefined);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the health of the access record", () => {
  const look: Look = {
    kind: "LOOK",
    requestId: "a-request",
    viewer: routersViewer({ scopes: [], areas: ["32"], hasPurpose: true, residentId: null, accountId: "1" }),
    operation: { hash: "hash", name: null } as Operation,
    told: { returned: [], masked: [], refused: [] },
    residents: new Set(),
  };

  function recorderOf(log: Partial<AccessLog>, onFault: (error: unknown) => void = () => undefined) {
    const whole: AccessLog = {
      append: async () => undefined,
      check: async () => undefined,
      close: async () => undefined,
    };
    const recorder = createRecorder({ ...whole, ...log }, "a key for pseudonyms", { onFault });
    if (recorder.health === undefined) throw new Error("it has none");
    return { ...recorder, health: recorder.health };
  }

  test("is known from an answer that was not recorded, without a further look", async () => {
    const { enter, health } = recorderOf({ append: () => Promise.reject(new Error("full")) });
    await health.check();
    expect(health.isWritable()).toBe(true);
    await expect(enter(look)).rejects.toThrow("full");
    expect(health.isWritable()).toBe(false);
  });

  test("is asked for only when nothing has been recorded since", async () => {
    let checks = 0;
    const { enter, health } = recorderOf({ check: async () => void (checks += 1) });
    await enter(look);
    await health.check();
    expect(checks).toBe(0);
    await health.check();
    expect([checks, health.isWritable()]).toEqual([1, true]);
  });

  test("is told of once, not as often as it is looked after", async () => {
    const told: unknown[] = [];
    const failing = () => Promise.reject(new Error("gone"));
    const { health } = recorderOf({ check: failing }, (error) => void told.push(error));
    for (let look = 0; look < 3; look += 1) await health.check();
    expect(told).toEqual([new Error("gone")]);
  });

  test("is bad when the database does not answer in time", async () => {
    vi.useFakeTimers();
    try {
      const { health } = recorderOf({ check: () => new Promise(() => undefined) });
      const checked = health.check();
      await vi.advanceTimersByTimeAsync(2_000);
      await checked;
      expect(health.isWritable()).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a supergraph", () => {
  test("that is not usable lets nothing listen", async () => {
    const never = {
      supergraph: "type Query { nothing: Int }",
      transports: new Map(),
      recorder: { enter: async () => undefined },
      tokens: { read: () => Promise.reject(new Error("nobody asks")) },
      jwks: {},
      logger: pino({ level: "silent" }),
      host: "127.0.0.1",
      port: await freePort(),
    };
    await expect(startRouter(never)).rejects.toThrow("join__Graph");
    await expect(get(`http://127.0.0.1:${never.port}/health/ready`)).rejects.toThrow("ECONNREFUSED");
  });

  test("that is refused while running leaves the hub ready with the last good one", async () => {
    expect(await hub.reload("type Query { nothing: Int }")).toBe(false);
    // Waited for: a machine that stalls for two seconds makes one look at the record late, whatever was loaded.
    await vi.waitFor(async () => expect(await ready()).toEqual(READY), 5_000);
  });
});

function get(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, (response) => resolve(response.resume().statusCode ?? 0))
      .on("error", reject)
      .end();
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
