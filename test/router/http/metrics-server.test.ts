import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../../hub/config/config.ts";
import { isFromThisHost } from "../../../router/http/caller.ts";
import { serveMetrics } from "../../../router/http/metrics-server.ts";
import { createMetrics } from "../../../router/telemetry/metrics.ts";
import { openHub, type TestHub } from "../../support/hub.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await openHub();
});

afterAll(() => hub.close());

describe("who may read metrics", () => {
  const NOTHING_HERE = 404;
  const status = async (headers: Record<string, string>) => (await fetch(`${hub.url}/metrics`, { headers })).status;

  test("this machine, at the public port", async () => {
    expect(await status({})).toBe(200);
  });

  test.each(["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host"])(
    "nobody behind a proxy on this machine, which says so with %s",
    async (name) => {
      expect(await status({ [name]: "203.0.113.7" })).toBe(NOTHING_HERE);
    },
  );

  test.each([
    ["127.0.0.1", true],
    ["127.8.9.10", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["10.0.0.7", false],
    ["::ffff:10.0.0.7", false],
    ["1270.0.0.1", false],
    ["127.0.0.1.example", false],
    [undefined, false],
  ])("a connection from %s: %s", (remoteAddress, isAllowed) => {
    expect(isFromThisHost({ socket: { remoteAddress }, headers: {} })).toBe(isAllowed);
  });

  test("nobody else's address, even when the hub listens on all of them", async () => {
    const [other] = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    if (other === undefined) return;
    const open = await openHub({ host: "0.0.0.0" });
    const url = new URL(open.url);
    url.hostname = other.address;
    expect((await fetch(new URL("/metrics", url))).status).toBe(NOTHING_HERE);
    expect((await fetch(new URL("/health/live", url))).status).toBe(200);
    await open.close();
  });

  test("with METRICS_PORT whoever reaches that port, and nobody at the public one", async () => {
    const separate = await openHub({ metricsAt: { host: "127.0.0.1", port: 0 } });
    const reached = async (path: string, method = "GET") =>
      (await fetch(`${separate.metricsUrl}${path}`, { method, headers: { "x-forwarded-for": "203.0.113.7" } })).status;
    expect(await reached("/metrics")).toBe(200);
    expect(await reached("/metrics?name=x")).toBe(200);
    expect([await reached("/graphql", "POST"), await reached("/"), await reached("/metrics", "POST")]).toEqual([
      404, 404, 404,
    ]);
    expect((await fetch(`${separate.url}/metrics`)).status).toBe(NOTHING_HERE);
    await separate.close();
    await expect(fetch(`${separate.metricsUrl}/metrics`)).rejects.toThrow();
  });

  test("a port that is taken stops the start, and the setting is named", async () => {
    const taken = Number(new URL(hub.url).port);
    const second = serveMetrics(createMetrics(), { host: "127.0.0.1", port: taken });
    await expect(second).rejects.toThrow(`Port ${taken} of 127.0.0.1 can't be used: another program listens there`);
    await expect(second).rejects.toThrow("METRICS_PORT");
  });

  test("is set by METRICS_PORT and METRICS_HOST", () => {
    expect(readConfig([], {}).metricsAt).toBeNull();
    expect(readConfig([], { METRICS_PORT: "9464" }).metricsAt).toEqual({ host: "127.0.0.1", port: 9464 });
    expect(readConfig([], { METRICS_PORT: "9464", METRICS_HOST: "0.0.0.0" }).metricsAt?.host).toBe("0.0.0.0");
    expect(() => readConfig([], { METRICS_PORT: "many" })).toThrow("METRICS_PORT must be a number like 9464");
  });
});
