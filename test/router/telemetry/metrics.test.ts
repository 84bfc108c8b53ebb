import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createMetrics } from "../../../router/telemetry/metrics.ts";
import { subgraphs } from "../../support/subgraphs.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await openHub();
  await resident(hub.sql, { id: "1001" });
});

afterAll(() => hub.close());

const ask = (more: object = {}) => hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, ...more });
const read = async (of: TestHub = hub) => (await fetch(`${of.url}/metrics`)).text();

/** The samples of the text format: `name{label="value"}` and their numbers. */
function samplesOf(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

/** By how much each sample grew while `work` ran; those that did not are left out. */
async function growth(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = samplesOf(await read());
  await work();
  const after = samplesOf(await read());
  const ours = [...after].filter(
    ([name]) => name.startsWith("onedoor_") && !name.includes("_bucket") && !name.includes("_sum"),
  );
  return Object.fromEntries(
    ours.map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const).filter(([, by]) => by !== 0),
  );
}

describe("what /metrics counts", () => {
  test("a request, its calls, its record, and what had to be prepared for it", async () => {
    const query = `${MAIN_QUERY} # never asked before`;
    const first = await growth(() => ask({ query }));
    const once = {
      'onedoor_request_duration_seconds_count{outcome="answered"}': 1,
      'onedoor_department_call_duration_seconds_count{department="population",outcome="answered"}': 1,
      'onedoor_department_call_duration_seconds_count{department="social-security",outcome="answered"}': 1,
      'onedoor_department_call_duration_seconds_count{department="medical-insurance",outcome="answered"}': 1,
      'onedoor_department_call_duration_seconds_count{department="civil-affairs",outcome="answered"}': 1,
      'onedoor_access_record_write_duration_seconds_count{outcome="written"}': 1,
      onedoor_access_record_group_size_count: 1,
      'onedoor_tokens_total{result="verified"}': 1,
      // A clerk may not read the diagnosis.
      'onedoor_errors_total{code="UNAUTHORIZED_FIELD_OR_TYPE"}': 1,
    };
    expect(first).toEqual({
      ...once,
      'onedoor_document_lookups_total{result="prepared"}': 1,
      onedoor_plans_made_total: 1,
      onedoor_variants_compiled_total: 1,
      onedoor_prepared_documents: 1,
      onedoor_compiled_variants: 1,
    });
    const second = await growth(() => ask({ query }));
    expect(second).toEqual({ ...once, 'onedoor_document_lookups_total{result="known"}': 1 });
  });

  test.each([
    ["no token", { headers: { authorization: "Bearer nonsense" } }, "UNAUTHENTICATED", "refused", 1],
    ["no purpose", { purpose: null }, "PURPOSE_REQUIRED", "answered", 1],
    ["a document that is not valid", { query: "{ nothing }" }, "BAD_USER_INPUT", "refused", 1],
    [
      "a limit",
      { query: `{ __type(name: "Resident") ${"{ ofType ".repeat(20)} { name } ${"}".repeat(20)} }` },
      "OPERATION_TOO_EXPENSIVE",
      "refused",
      1,
    ],
  ])("refusals by code: %s", async (_what, question, code, outcome, count) => {
    const grown = await growth(() => ask(question));
    expect(grown[`onedoor_errors_total{code="${code}"}`]).toBe(count);
    expect(grown[`onedoor_request_duration_seconds_count{outcome="${outcome}"}`]).toBe(1);
  });

  test("answers that could not be recorded", async () => {
    await hub.sql`revoke insert on audit.access_records from onedoor_audit`;
    const grown = await growth(() => ask());
    await hub.sql`grant insert on audit.access_records to onedoor_audit`;
    expect(grown).toMatchObject({
      onedoor_answers_unrecorded_total: 1,
      'onedoor_access_record_write_duration_seconds_count{outcome="failed"}': 1,
      'onedoor_request_duration_seconds_count{outcome="unrecorded"}': 1,
      'onedoor_errors_total{code="INTERNAL"}': 1,
      onedoor_ready: -1,
    });
  });

  test("requests turned away, and not as fast answers", async () => {
    const full = await openHub({ admission: { mostRequests: 0, mostLagMs: 600_000 } });
    expect((await full.ask({ query: "{ __typename }" })).status).toBe(503);
    const samples = samplesOf(await read(full));
    expect(samples.get("onedoor_requests_shed_total")).toBe(1);
    expect(samples.get('onedoor_errors_total{code="RATE_LIMITED"}')).toBe(1);
    const requests = [...samples].filter(([name]) => name.startsWith("onedoor_request_duration_seconds_count"));
    expect(requests.map(([, count]) => count)).toEqual(requests.map(() => 0));
    await full.close();
  });

  test("streams while they are open, whose length is no answer's", async () => {
    const gone = new AbortController();
    const grown = await growth(async () => {
      const response = await fetch(`${hub.url}/graphql`, {
        method: "POST",
        headers: {
          accept: "text/event-stream",
          "content-type": "application/json",
          authorization: `Bearer ${await hub.tokenFor({ roles: ["auditor"], areas: ["32"] })}`,
          "x-purpose": "item:320101-001",
        },
        body: JSON.stringify({ query: "subscription { accessRecordAdded { id } }" }),
        signal: gone.signal,
      });
      expect(response.status).toBe(200);
    });
    gone.abort();
    expect(grown).toMatchObject({ onedoor_event_streams_open: 1, onedoor_requests_under_way: 1 });
    expect(Object.keys(grown).filter((name) => name.includes("request_duration"))).toEqual([]);
  });

  test("clients that leave in the middle of their request, which is no failure of the hub", async () => {
    const grown = await growth(async () => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.tokenFor()}` };
      const leaving = request(`${hub.url}/graphql`, {
        method: "POST",
        headers: { ...headers, "content-length": "100" },
      });
      leaving.on("error", () => undefined);
      await new Promise<void>((resolve) => leaving.write('{"query":', () => resolve()));
      const underWay = async () => samplesOf(await read()).get("onedoor_requests_under_way");
      await vi.waitFor(async () => expect(await underWay()).toBe(1));
      leaving.destroy();
      await vi.waitFor(async () => expect(await underWay()).toBe(0));
    });
    expect(grown).toMatchObject({ 'onedoor_request_duration_seconds_count{outcome="gone"}': 1 });
    expect(grown).not.toHaveProperty('onedoor_request_duration_seconds_count{outcome="failed"}');
  });

  test("supergraphs that were refused while running", async () => {
    const grown = await growth(async () => hub.reload("type Query { nothing: Int }"));
    expect(grown).toEqual({ 'onedoor_supergraph_reloads_total{outcome="refused"}': 1 });
  });

  test("a department that is left alone, and the calls that are not made for it", async () => {
    const remote = await openHub({
      throughProxies: true,
      resilience: { ...patient, failuresToOpen: 1, openMs: 60_000 },
    });
    await resident(remote.sql, { id: "1001" });
    await remote.proxyOf("medical-insurance").fail({ name: "is not there" });
    for (let at = 0; at < 3; at += 1) await remote.ask({ query: MAIN_QUERY, variables: { id: "1001" } });
    const samples = samplesOf(await read(remote));
    expect(samples.get('onedoor_department_circuit_open{department="medical-insurance"}')).toBe(1);
    expect(samples.get('onedoor_department_circuit_open{department="population"}')).toBe(0);
    expect(samples.get('onedoor_department_calls_rejected_total{department="medical-insurance"}')).toBe(2);
    expect(samples.get('onedoor_department_calls_rejected_total{department="population"}')).toBe(0);
    await remote.close();
  });

  const patient = { concurrentCalls: 128, waitingCalls: 512, trialMs: 250, retriesPerHundredCalls: 0 };
});

describe("/metrics", () => {
  test("names metrics as Prometheus wants them, each with a help", async () => {
    const text = await read();
    const types = [...text.matchAll(/^# TYPE (onedoor_\w+) (\w+)$/gm)].map(([, name = "", type]) => ({ name, type }));
    expect(types.length).toBeGreaterThan(15);
    for (const { name, type } of types) {
      expect(name).toMatch(/^onedoor(_[a-z]+)+$/);
      expect(name.endsWith("_total")).toBe(type === "counter");
      expect(name).not.toMatch(/_(ms|milliseconds|millis|kb|percent)\b/);
      expect(text).toMatch(new RegExp(`^# HELP ${name} [A-Z0-9].{10,}$`, "m"));
    }
  });

  // What grows with people, accounts, documents or addresses would name them, and fill the operator's disk.
  test("has labels of closed lists only", async () => {
    await ask({ sub: "account-of-wang", query: `query NeverSeen { residents(first: 1) { edges { node { name } } } }` });
    const text = await read();
    const labels = [...text.matchAll(/^onedoor_\w+\{([^}]*)\}/gm)].flatMap(([, inner = ""]) => inner.split(","));
    const values = new Map<string, Set<string>>();
    for (const label of labels) {
      const [name = "", value = ""] = label.split("=");
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
    expect([...values.keys()].sort()).toEqual(["act", "code", "department", "le", "operations", "outcome", "result"]);
    expect(values.get("department")?.size).toBe(subgraphs.length);
    expect(values.get("outcome")?.size).toBeLessThanOrEqual(26);
    expect(text).not.toMatch(/account-of-wang|NeverSeen|320105|residents/);
  });

  test("needs no token, and is there before anything was asked", async () => {
    const fresh = await openHub();
    const response = await fetch(`${fresh.url}/metrics`);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("version=0.0.4"),
    ]);
    const samples = samplesOf(await response.text());
    expect(samples.get("onedoor_answers_unrecorded_total")).toBe(0);
    expect(samples.get('onedoor_request_duration_seconds_count{outcome="failed"}')).toBe(0);
    expect(samples.get("onedoor_ready")).toBe(1);
    expect(samples.get('onedoor_database_pool_connections{department="population"}')).toBe(2);
    await fresh.close();
  });

  test("costs the same however many have been observed", async () => {
    const metrics = createMetrics();
    const calls = metrics.callsOf("population");
    calls.answered(0.001);
    const length = (await metrics.text()).length;
    for (let at = 0; at < 1_000; at += 1) calls.answered(at / 1_000);
    expect((await metrics.text()).length - length).toBeLessThan(200);
  });
});
