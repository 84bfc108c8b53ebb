import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { defaultClientLimits } from "../../../router/http/client-limits.ts";
import { captureLog } from "../../support/captured-log.ts";
import { openHub, type TestHub } from "../../support/hub.ts";

const BODY_SECONDS = 1;
const log = captureLog();
let hub: TestHub;
let clerk: string;
let other: string;
let auditor: string;

beforeAll(async () => {
  hub = await openHub({
    logger: log.logger,
    signingIn: {},
    proxies: 1,
    // One who may hold all that the hub answers at once would keep it from others.
    admission: { mostRequests: 40, mostLagMs: 600_000 },
    clientLimits: {
      ...defaultClientLimits,
      bodySeconds: BODY_SECONDS,
      bodiesPerAccount: 20,
      bodiesPerAddress: 60,
      streamsPerAccount: 5,
      streamsPerAddress: 8,
    },
  });
  clerk = await hub.tokenFor({ sub: "1" });
  other = await hub.tokenFor({ sub: "2" });
  auditor = await hub.tokenFor({ sub: "9", roles: ["auditor"], areas: ["32"] });
});
afterAll(() => hub.close());

let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await vi.waitFor(async () => expect(await gauges()).toEqual({ bodies: 0, streams: 0, requests: 0 }), 5_000);
});

async function gauges() {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
  return {
    bodies: read("onedoor_bodies_awaited"),
    streams: read("onedoor_event_streams_open"),
    requests: read("onedoor_requests_under_way"),
  };
}

/** Sends what it is given, and no more; resolves with what comes back until the hub closes, or with "" while it waits. */
async function begin(text: string): Promise<{ told: () => string; ended: Promise<unknown> }> {
  const { hostname, port } = new URL(hub.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  let told = "";
  socket.on("data", (bytes: Buffer) => (told += bytes.toString("utf8")));
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(text);
  return { told: () => told, ended: once(socket, "close") };
}

const halfABody = (token: string, from = "10.0.0.1") =>
  begin(
    `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nx-forwarded-for: ${from}\r\n` +
      `content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":`,
  );

const statusOf = (told: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(told)?.[1] ?? 0);

async function ask(token: string, from = "10.0.0.2"): Promise<number> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "x-forwarded-for": from },
    body: '{"query":"{ __typename }"}',
  });
  await response.arrayBuffer();
  return response.status;
}

/** Headers and body in one write, as most programs send them. */
async function askAtOnce(token: string, from: string): Promise<number> {
  const body = '{"query":"{ __typename }"}';
  const { told } = await begin(
    `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nx-forwarded-for: ${from}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await vi.waitFor(() => expect(told()).not.toBe(""));
  return statusOf(told());
}

async function follow(token: string, from: string): Promise<Response> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${token}`,
      "x-forwarded-for": from,
      "x-purpose": "item:320101-001",
    },
    body: '{"query":"subscription { accessRecordAdded { id } }"}',
    signal: leaving.signal,
  });
  return response;
}
let leaving = new AbortController();
afterEach(() => {
  leaving.abort();
  leaving = new AbortController();
});

describe("a body that never ends", () => {
  test("is waited for some seconds, and then answered", async () => {
    const startedAt = performance.now();
    const { told, ended } = await halfABody(clerk);
    await ended;
    expect(statusOf(told())).toBe(408);
    expect(told()).toContain(`The body did not arrive within ${BODY_SECONDS} seconds.`);
    expect(performance.now() - startedAt).toBeLessThan(BODY_SECONDS * 1000 + 3_000);
  });

  test("is answered in time when its bytes keep coming, one by one", async () => {
    const { told, ended } = await halfABody(clerk);
    const dripping = setInterval(() => sockets[0]?.write(" "), 50);
    await ended;
    clearInterval(dripping);
    expect(statusOf(told())).toBe(408);
  });

  test("keeps nobody else out, however many one account sends", async () => {
    const held = await Promise.all(Array.from({ length: 60 }, (_, at) => halfABody(clerk, `10.0.1.${at}`)));
    await vi.waitFor(() => expect(held.filter(({ told }) => statusOf(told()) === 429)).toHaveLength(40));
    expect((await gauges()).bodies).toBe(20);
    expect(await ask(other)).toBe(200);
    // What has arrived whole is not waited for.
    expect(await askAtOnce(clerk, "10.0.0.2")).toBe(200);
  });

  test("keeps nobody else out, however many come from one address", async () => {
    const tokens = await Promise.all(Array.from({ length: 8 }, (_, at) => hub.tokenFor({ sub: `5${at}` })));
    const all = tokens.flatMap((token) => Array.from({ length: 10 }, () => halfABody(token)));
    const held = await Promise.all(all);
    await vi.waitFor(() => expect(held.filter(({ told }) => statusOf(told()) === 429)).toHaveLength(20));
    expect(await ask(other, "10.0.0.2")).toBe(200);
    expect(await askAtOnce(other, "10.0.0.1")).toBe(200);
  });

  test("is waited for as short a time where people sign in", async () => {
    const { told, ended } = await begin(
      "POST /auth/sign-in/username HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
    );
    await ended;
    expect(statusOf(told())).toBe(408);
  });

  test("is not waited for without a token", async () => {
    const { told } = await halfABody("none");
    await vi.waitFor(() => expect(statusOf(told())).toBe(401));
  });
});

describe("streams", () => {
  test("are counted by account, and are no requests", async () => {
    for (let at = 0; at < 5; at += 1) expect((await follow(auditor, `10.0.2.${at}`)).status).toBe(200);
    const refused = await follow(auditor, "10.0.3.1");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
    expect(await gauges()).toEqual({ bodies: 0, streams: 5, requests: 5 });
    expect(await ask(auditor)).toBe(200);
    const another = await hub.tokenFor({ sub: "10", roles: ["auditor"], areas: ["32"] });
    expect((await follow(another, "10.0.3.1")).status).toBe(200);
  });

  test("are counted by address", async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 10; at += 1) {
      const token = await hub.tokenFor({ sub: `2${at}`, roles: ["auditor"], areas: ["32"] });
      statuses.push((await follow(token, "10.0.4.1")).status);
    }
    expect(statuses).toEqual([...Array<number>(8).fill(200), 429, 429]);
  });
});

test("what is turned away is one line a second, with a count", async () => {
  // What was turned away before has been told by then.
  await pause(1_100);
  log.clear();
  const held = await Promise.all(Array.from({ length: 60 }, () => halfABody(clerk)));
  await vi.waitFor(() => expect(held.filter(({ told }) => statusOf(told()) === 429)).toHaveLength(40));
  const said = () => log.lines().filter(({ msg }) => msg.startsWith("requests turned away"));
  await vi.waitFor(() => expect(said().reduce((sum, line) => sum + Number(line["ofAccounts"]), 0)).toBe(40), 3_000);
  expect(said().length).toBeLessThanOrEqual(2);
});
