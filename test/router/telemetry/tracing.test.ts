import { spawnSync } from "node:child_process";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../../hub/config/config.ts";
import { openTracer } from "../../../router/telemetry/open-tracer.ts";
import { type Tracer, tracingOff, untraced } from "../../../router/telemetry/tracer.ts";
import { listen, urlOf } from "../../../subgraphs/shared/listen.ts";
import { readBody } from "../../../subgraphs/shared/read-body.ts";
import { refused } from "../../support/faults/wire.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { LIST_QUERY, MAIN_QUERY } from "../../support/main-query.ts";
import { idNumberOf, resident } from "../../support/rows/resident.ts";

/** A span as it arrives, its attributes as one object. */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Record<string, unknown>;
  readonly failed: boolean;
}

interface Exported {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: (Omit<Span, "attributes" | "failed"> & { attributes: Attribute[]; status: { code: number } })[];
    }[];
  }[];
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number };
}

let receiver: Server;
const bodies: string[] = [];

/** Everything that has been exported so far, once the tracer has been told to send it. */
function spans(): Span[] {
  return bodies
    .flatMap((body) => (JSON.parse(body) as Exported).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
    .map(({ attributes, status, ...span }) => ({ ...span, attributes: read(attributes), failed: status.code === 2 }));
}

function read(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));
}

beforeAll(async () => {
  receiver = createServer((request, response) => {
    readBody(request, Infinity).then(
      (body) => {
        if (request.url === "/v1/traces") bodies.push(body);
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
      },
      () => response.destroy(),
    );
  });
  await listen(receiver, 0, "127.0.0.1");
});

afterAll(() => void receiver.close());
beforeEach(() => void bodies.splice(0));

async function openTraced(): Promise<Tracer> {
  return openTracer({ endpoint: urlOf(receiver), serviceName: "onedoor-test", onFault: () => undefined });
}

/** Asks a hub of its own, closes it, and gives what its tracer has sent. */
async function spansOf(work: (hub: TestHub) => Promise<unknown>, options: { throughProxies?: boolean } = {}) {
  const tracer = await openTraced();
  const hub = await openHub({ tracer, ...options });
  await resident(hub.sql, { id: "1001" });
  await work(hub);
  await hub.close();
  await tracer.close();
  return spans();
}

const CALLER = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
const ask = (hub: TestHub, headers: Record<string, string> = {}) =>
  hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, sub: "account-of-wang", headers });

describe("a traced request", () => {
  let all: Span[];
  const named = (name: string) => all.filter((span) => span.name === name);

  beforeAll(async () => {
    bodies.splice(0);
    all = await spansOf(async (hub) => {
      await ask(hub, { traceparent, "x-request-id": "first-request" });
      await ask(hub, { traceparent, "x-request-id": "second-request" });
    });
  });

  test("goes on with the caller's trace", () => {
    expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([CALLER.traceId]));
    expect(named("graphql query").map(({ parentSpanId }) => parentSpanId)).toEqual([CALLER.spanId, CALLER.spanId]);
  });

  test("has the operation and how it ended, and no values", () => {
    expect(named("graphql query").map(({ attributes }) => attributes)).toEqual(
      ["first-request", "second-request"].map((requestId) => ({
        "http.request.method": "POST",
        "http.response.status_code": 200,
        "graphql.operation.type": "query",
        "graphql.operation.name": "Main",
        "onedoor.operation.hash": expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        "onedoor.outcome": "answered",
        "onedoor.request_id": requestId,
      })),
    );
  });

  test("tells whether the document and the variant were known", () => {
    const outcomes = (name: string) => named(name).map(({ attributes }) => attributes["onedoor.outcome"]);
    expect(outcomes("prepare")).toEqual(["prepared", "known"]);
    expect(outcomes("variant")).toEqual(["compiled", "known"]);
    expect(outcomes("record")).toEqual(["written", "written"]);
  });

  test("has a part for every call of a department, with how many entities it was about", () => {
    const [first] = named("graphql query");
    const calls = named("department call").filter(({ parentSpanId }) => parentSpanId === first?.spanId);
    const about = calls.map(({ attributes }) => [attributes["onedoor.department"], attributes["onedoor.entities"]]);
    expect(Object.fromEntries(about)).toEqual({
      population: 0,
      "social-security": 1,
      "medical-insurance": 1,
      "civil-affairs": 1,
    });
    expect(new Set(calls.map(({ attributes }) => attributes["onedoor.outcome"]))).toEqual(new Set(["answered"]));
  });

  test("holds nothing of a person, an account or a document", async () => {
    const sent = await spansOf(async (hub) => {
      await ask(hub);
      await hub.ask({ query: LIST_QUERY, variables: { first: 5 }, purpose: "duty:looking for Guo at the counter" });
      await hub.ask({ query: `{ residentByIdNumber(idNumber: "${idNumberOf("1001")}") { name idNumber phone } }` });
      await hub.ask({ query: `{ residentByIdNumber(idNumber: "${idNumberOf("1001")}" }` });
      await ask(hub, { tracestate: `vendor=${idNumberOf("1001")}`, traceparent });
    });
    expect(sent.length).toBeGreaterThan(20);
    const text = JSON.stringify(sent);
    const secrets = [
      "郭",
      idNumberOf("1001"),
      "329901",
      "13800001234",
      "account-of-wang",
      "residentByIdNumber",
      "item:",
      "eyJ",
      "counter",
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

describe("a department on another host", () => {
  test("goes on with the trace, below the router's call", async () => {
    const found = await spansOf((hub) => ask(hub, { traceparent }), { throughProxies: true });
    // Which items are open, and what the viewer's office is called, the router asks for itself, for nobody's request.
    const isOwn = ({ traceId, parentSpanId }: (typeof found)[number]) =>
      traceId !== CALLER.traceId && parentSpanId === undefined;
    expect(found.filter(isOwn).map(({ name }) => name)).toEqual(["graphql", "graphql"]);
    const all = found.filter((span) => !isOwn(span));
    const calls = all.filter(({ name }) => name === "department call");
    const served = all.filter(({ name, parentSpanId }) => name === "graphql" && parentSpanId !== CALLER.spanId);
    expect(served).toHaveLength(4);
    expect(new Set(served.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set(calls.map(({ spanId }) => spanId)));
    expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([CALLER.traceId]));
  });

  test("is told no trace while there is none", async () => {
    const hub = await openHub({ throughProxies: true });
    await resident(hub.sql, { id: "1001" });
    let headers: IncomingMessage["headers"] = {};
    const proxy = hub.proxyOf("population");
    await proxy.fail({ name: "listens", meet: (call) => ((headers = call.headers), call.pass()) });
    await ask(hub, { traceparent });
    await hub.close();
    expect(headers["x-request-id"]).toBeDefined();
    expect(headers["traceparent"]).toBeUndefined();
  });

  test("that can't be reached is a failed call of an answered request", async () => {
    const all = await spansOf(
      async (hub) => {
        await hub.proxyOf("medical-insurance").fail(refused);
        await ask(hub);
      },
      { throughProxies: true },
    );
    const failed = all.filter((span) => span.failed);
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed.map(({ attributes }) => attributes["onedoor.department"]))).toEqual(
      new Set(["medical-insurance"]),
    );
    expect(all.find(({ name }) => name === "graphql query")?.attributes["onedoor.outcome"]).toBe("answered");
  });
});

describe("traceparent", () => {
  test.each([
    ["a trace that is not sampled is not sampled here either", `00-${CALLER.traceId}-${CALLER.spanId}-00`, 0],
    ["a later version with more parts", `01-${CALLER.traceId}-${CALLER.spanId}-01-more`, 1],
  ])("is believed: %s", async (_what, given, sent) => {
    await startAndEnd(given);
    expect(spans().map(({ traceId }) => traceId)).toEqual(Array.from({ length: sent }, () => CALLER.traceId));
  });

  test.each([
    undefined,
    "",
    "nonsense",
    `ff-${CALLER.traceId}-${CALLER.spanId}-01`,
    `00-${"0".repeat(32)}-${CALLER.spanId}-01`,
    `00-${CALLER.traceId}-${"0".repeat(16)}-01`,
    `00-${CALLER.traceId.toUpperCase()}-${CALLER.spanId}-01`,
    `00-${CALLER.traceId}-${CALLER.spanId}-01x`,
  ])("%s begins a trace of its own", async (given) => {
    await startAndEnd(given);
    const [span] = spans();
    expect(span?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span?.traceId).not.toBe(CALLER.traceId);
    expect(span?.parentSpanId ?? "").toBe("");
  });

  async function startAndEnd(given: string | undefined): Promise<void> {
    const tracer = await openTraced();
    const request = { method: "POST", headers: given === undefined ? {} : { traceparent: given } };
    tracer.startRequest(request, "a-request").end("answered", 200);
    await tracer.close();
  }
});

describe("OTEL_EXPORTER_OTLP_ENDPOINT", () => {
  test("switches traces on, and has to be an address", () => {
    expect(readConfig([], {}).tracing).toBeNull();
    const given = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_SERVICE_NAME: "door" };
    expect(readConfig([], given).tracing).toEqual({ endpoint: "http://collector:4318", serviceName: "door" });
    expect(() => readConfig([], { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" })).toThrow(
      "OTEL_EXPORTER_OTLP_ENDPOINT must be like http://127.0.0.1:4318",
    );
  });

  test("left out, makes nothing for a request and loads nothing", async () => {
    expect(await openTracer(null)).toBe(tracingOff);
    const trace = tracingOff.startRequest({ headers: {} }, "a-request");
    expect(trace).toBe(untraced);
    expect(trace.startCall("population", () => 1).traceparent).toBeNull();
    expect(trace.startPart("prepare")).toBe(trace.startPart("record"));
  });

  // Another test of this file has loaded it already, so a process of its own has to tell.
  test("left out, OpenTelemetry is not even loaded", () => {
    const load = (options: string) => `
      import { createRequire, register } from "node:module";
      await import(${JSON.stringify(new URL("../../../router/main.ts", import.meta.url).href)});
      const { openTracer } = await import(${JSON.stringify(new URL("../../../router/telemetry/open-tracer.ts", import.meta.url).href)});
      await openTracer(${options});
      const cached = Object.keys(createRequire(import.meta.url).cache);
      console.log(cached.some((path) => path.includes("@opentelemetry/sdk-trace")));`;
    const run = (options: string) =>
      spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", load(options)], {
        cwd: new URL("../../", import.meta.url),
        encoding: "utf8",
      }).stdout.trim();
    expect(run("null")).toBe("false");
    expect(run(`{ endpoint: "http://127.0.0.1:1", serviceName: "x", onFault() {} }`)).toBe("true");
  });
});

test("a receiver that is not there delays no answer and no stop, and is told of", async () => {
  let faults = 0;
  const tracer = await openTracer({ endpoint: "http://127.0.0.1:1", serviceName: "x", onFault: () => (faults += 1) });
  const hub = await openHub({ tracer });
  expect((await ask(hub)).status).toBe(200);
  await hub.close();
  const startedAt = performance.now();
  await tracer.close();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(faults).toBeGreaterThan(0);
});
