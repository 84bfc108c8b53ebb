import { request } from "node:http";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startRouter } from "../../router/main.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { resident } from "../support/rows/resident.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await openHub({ checkRecordEveryMs: 20 });
  await resident(hub.sql, { id: "1001" });
});

afterAll(() => hub.close());

async function ready(of: TestHub = hub): Promise<[number, unknown]> {
  const response = await fetch(`${of.url}/health/ready`);
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
  test("says yes with the first probe after the start", async () => {
    const other = await openHub();
    expect(await ready(other)).toEqual(READY);
    await other.close();
  });

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

  test("says no as soon as an answer could not be recorded, and does not wait for the next look", async () => {
    const patient = await openHub({ checkRecordEveryMs: 3_600_000 });
    await resident(patient.sql, { id: "1001" });
    await patient.sql`revoke insert on audit.access_records from onedoor_audit`;
    expect(await ready(patient)).toEqual(READY);
    expect((await patient.ask({ query: MAIN_QUERY, variables: { id: "1001" } })).status).toBe(503);
    expect(await ready(patient)).toEqual(NOT_READY);
    await patient.close();
  });

  test("costs no statement, however often it is asked", async () => {
    const patient = await openHub({ checkRecordEveryMs: 3_600_000 });
    const statements = async () => {
      const [row] = await patient.sql<{ count: string }[]>`
        select sum(xact_commit + xact_rollback)::text as count from pg_stat_database where datname = current_database()`;
      return Number(row?.count);
    };
    // The statistics of a session arrive when it has been idle for a while; what matters is that probes add none.
    for (let probe = 0; probe < 200; probe += 1) expect(await ready(patient)).toEqual(READY);
    expect(await statements()).toBeLessThan(100);
    await patient.close();
  });

  test("says yes while a department is down: answers without it are answers", async () => {
    const remote = await openHub({ overHttp: true });
    await remote.sql`alter table medical_insurance.enrolments rename to elsewhere`;
    expect(await ready(remote)).toEqual(READY);
    await remote.close();
  });
});

describe("a supergraph", () => {
  test("that is not usable lets nothing listen", async () => {
    const silent = { level: "silent" };
    const never = {
      supergraph: "type Query { nothing: Int }",
      transports: new Map(),
      recorder: { enter: async () => undefined },
      tokens: { read: () => Promise.reject(new Error("nobody asks")) },
      jwks: {},
      logger: (await import("pino")).pino(silent),
      host: "127.0.0.1",
      port: await freePort(),
    };
    await expect(startRouter(never)).rejects.toThrow("join__Graph");
    await expect(get(`http://127.0.0.1:${never.port}/health/ready`)).rejects.toThrow("ECONNREFUSED");
  });

  test("that is refused while running leaves the hub ready with the last good one", async () => {
    expect(hub.reload("type Query { nothing: Int }")).toBe(false);
    expect(await ready()).toEqual(READY);
  });
});

function get(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, (response) => resolve(response.resume().statusCode ?? 0)).on("error", reject).end();
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
