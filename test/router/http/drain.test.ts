import { once } from "node:events";
import { createServer, type IncomingMessage, request as sendRequest, type Server } from "node:http";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { createClient } from "graphql-sse";
import { importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadKeys } from "../../../hub/keys/stored-keys.ts";
import { createDrain, type DrainOptions } from "../../../router/http/drain.ts";
import { listen, urlOf } from "../../../router/main.ts";
import { readBody } from "../../../subgraphs/shared/read-body.ts";
import { READY_PATH } from "../../../subgraphs/shared/readiness.ts";
import { isRunning, serverIn } from "../../hub/postgres/processes.ts";
import { delayed } from "../../support/faults/wire.ts";
import { openHub, readReply, type Reply, type TestHub } from "../../support/hub.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";
import {
  type Ended,
  makeDataFolder,
  openToProcesses,
  routerSettings,
  runHub,
  type RunningHub,
} from "../../support/running-hub.ts";

/** A supervisor kills what has not ended 30 seconds after it was told to. */
const ENDS_WITHIN_MS = 25_000;

interface Door {
  readonly url: string;
  readonly server: Server;
  readonly close: () => Promise<void>;
  /** Answers what is held back. */
  readonly release: () => void;
}

/** A server that holds /slow until told, and drains with the given times. */
async function openDoor(options: Partial<DrainOptions>): Promise<Door> {
  const held: (() => void)[] = [];
  const server = createServer((request, response) => {
    drain.onAnswer(response);
    if (request.url === "/slow") held.push(() => response.end("done"));
    else response.writeHead(drain.isDraining() ? 503 : 200).end();
  });
  const drain = createDrain(server, { mostMs: 10_000, lingerMs: 5_000, quietMs: 100, ...options });
  await listen(server, 0, "127.0.0.1");
  const release = () => {
    for (const answer of held.splice(0)) answer();
  };
  return { url: urlOf(server), server, close: () => drain.close(), release };
}

async function timed(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}

describe("a server that is told to stop", () => {
  test("ends at once when nobody asks whether it is ready", async () => {
    const { url, close } = await openDoor({ lingerMs: 60_000 });
    await fetch(url);
    expect(await timed(close())).toBeLessThan(1_000);
    await expect(fetch(url)).rejects.toThrow();
  });

  test("does not wait for connections that ask nothing", async () => {
    const { url, close, release } = await openDoor({});
    const silent = connect(Number(new URL(url).port), "127.0.0.1");
    silent.on("error", () => undefined);
    const slow = fetch(`${url}/slow`);
    await pause(100);
    const closed = timed(close());
    release();
    expect(await (await slow).text()).toBe("done");
    // The connection of the slow request began before the stop and would be kept for the next one.
    expect(await closed).toBeLessThan(1_000);
  });

  test("answers new requests until the balancer has been told and sends no more", async () => {
    const { url, close } = await openDoor({ quietMs: 300 });
    expect((await fetch(url + READY_PATH)).status).toBe(200);
    const closed = close();
    await pause(150);
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get("connection")]).toEqual([503, "close"]);
    expect((await fetch(url + READY_PATH)).status).toBe(503);
    for (let at = 0; at < 5; at += 1) {
      await pause(100);
      await fetch(url);
    }
    expect(await timed(closed)).toBeGreaterThan(200);
    await expect(fetch(url)).rejects.toThrow();
  });

  test("does not wait for a balancer for ever", async () => {
    const { url, close } = await openDoor({ lingerMs: 300 });
    await fetch(url + READY_PATH);
    const took = await timed(close());
    expect([took >= 300, took < 2_000]).toEqual([true, true]);
  });

  test("closes what is still open when the time is up", async () => {
    const { url, close } = await openDoor({ mostMs: 300 });
    const slow = fetch(`${url}/slow`);
    slow.catch(() => undefined);
    await pause(50);
    expect(await timed(close())).toBeLessThan(2_000);
    await expect(slow).rejects.toThrow();
  });
});

describe("hub serve router under requests", () => {
  const AT_ONCE = 20;
  let hub: TestHub;
  let router: RunningHub;
  let whole: Reply;
  let underWay: Reply[];
  let readiness: number;
  let late: Reply;
  let ended: Ended;
  const streamed: unknown[] = [];
  let isCompleted = false;
  let data: Awaited<ReturnType<typeof makeDataFolder>>;

  // One stop is watched, and the tests say what there was to see.
  beforeAll(async () => {
    hub = await openHub({ throughProxies: true, timeoutMs: 10_000 });
    data = await makeDataFolder();
    await openToProcesses(hub);
    await resident(hub.sql, { id: "1001" });
    whole = await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" } });
    router = await runHub(["serve", "router"], routerSettings(hub, data.folder));
    const authorization = `Bearer ${await hub.tokenFor()}`;
    const ask = async () =>
      readReply(
        await fetch(`${router.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", "x-purpose": "item:320101-001", authorization },
          body: JSON.stringify({ query: MAIN_QUERY, variables: { id: "1001" } }),
        }),
      );
    const stream = followRecords();
    expect((await ask()).text).toBe(whole.text);
    expect((await fetch(`${router.url}/health/ready`)).status).toBe(200);
    await hub.proxyOf("civil-affairs").fail(delayed(2_000));
    const asked = Array.from({ length: AT_ONCE }, ask);
    await until(async () => (await requestsUnderWay(router)) === AT_ONCE + 1);
    const stopped = router.stop();
    await until(async () => {
      readiness = (await fetch(`${router.url}/health/ready`)).status;
      return readiness !== 200;
    });
    late = await ask();
    underWay = await Promise.all(asked);
    await stream;
    ended = await stopped;
  }, 120_000);
  afterAll(async () => {
    await hub.close();
    await data.remove();
  });

  async function followRecords(): Promise<void> {
    const authorization = `Bearer ${await hub.tokenFor({ sub: "9", roles: ["auditor"], areas: ["32"] })}`;
    const client = createClient({ url: `${router.url}/graphql`, retryAttempts: 0, headers: { authorization } });
    await new Promise<void>((resolve, reject) => {
      client.subscribe(
        { query: "subscription { accessRecordAdded { viewerId } }" },
        {
          next: (event) => streamed.push(event),
          error: reject,
          complete: () => {
            isCompleted = true;
            resolve();
          },
        },
      );
    });
  }

  test("answers all that were under way", () => {
    expect(underWay.map(({ status, text }) => [status, text === whole.text])).toEqual(underWay.map(() => [200, true]));
  });

  test("says that it is not ready, and still answers who has not heard it yet", () => {
    expect(readiness).toBe(503);
    expect([late.status, late.text, late.headers.get("connection")]).toEqual([200, whole.text, "close"]);
  });

  test("completes streams of events", () => {
    expect(isCompleted).toBe(true);
  });

  test("ends in time and without an error", () => {
    expect([ended.code, router.log().includes('"level":50')]).toEqual([0, false]);
    expect(ended.ms).toBeLessThan(ENDS_WITHIN_MS);
  });
});

describe("hub start under requests", () => {
  test("answers them, and stops the database it started", async () => {
    const data = await makeDataFolder();
    try {
      const settings = { PORT: "0", ONEDOOR_DATA: data.folder, NODE_ENV: "production" };
      const hub = await runHub(["start"], { ...settings, ONEDOOR_TRUSTED_DOCUMENTS: "any" });
      const { pid } = serverIn(data.folder);
      expect(isRunning(pid)).toBe(true);
      const token = await tokenOf(data.folder);
      const asked = Array.from({ length: 20 }, () =>
        beginRequest(hub.url, token, '{"query":"{area(code:\\"32\\"){code}}"}'),
      );
      await until(async () => (await requestsUnderWay(hub)) === asked.length);
      const stopped = hub.stop();
      await until(() =>
        fetch(hub.url).then(
          () => false,
          () => true,
        ),
      );
      for (const { finish } of asked) finish();
      const answers = await Promise.all(asked.map(({ answer }) => answer));
      expect([...new Set(answers)]).toEqual(['200 {"data":{"area":null}}']);
      const ended = await stopped;
      expect([ended.code, isRunning(pid)]).toEqual([0, false]);
      expect(ended.ms).toBeLessThan(ENDS_WITHIN_MS);
    } finally {
      await data.remove();
    }
  }, 120_000);
});

/** A token of the hub's own issuer, whose key its data folder keeps. */
async function tokenOf(dataFolder: string): Promise<string> {
  const { issuer } = await loadKeys(dataFolder);
  return new SignJWT({ roles: ["window_clerk"], areas: ["320105006"] })
    .setProtectedHeader({ alg: "ES256", kid: issuer.kid })
    .setIssuer("onedoor")
    .setAudience("onedoor")
    .setSubject("1")
    .setExpirationTime("5m")
    .sign(await importJWK(issuer, "ES256"));
}

/** Sends all but the last byte of a request, so that it is under way for as long as the test wants. */
function beginRequest(url: string, token: string, body: string): { finish: () => void; answer: Promise<string> } {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
  };
  const request = sendRequest(`${url}/graphql`, { method: "POST", headers });
  request.write(body.slice(0, -1));
  const answer = once(request, "response").then(async ([reply]: IncomingMessage[]) =>
    reply === undefined ? "" : `${reply.statusCode} ${await readBody(reply, Infinity)}`,
  );
  return { finish: () => void request.end(body.slice(-1)), answer };
}

async function requestsUnderWay(hub: RunningHub): Promise<number> {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  return Number(/^onedoor_requests_under_way (\d+)$/m.exec(text)?.[1]);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 500) throw new Error(`It is never so: ${isSo.toString()}`);
    await pause(20);
  }
}
