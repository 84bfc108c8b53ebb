import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request as sendRequest } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AdmissionOptions } from "../../../router/http/admission.ts";
import { buildProgram } from "../../support/built-program.ts";
import type { Order, Report } from "../../support/busy-hub.ts";

/** Within this time a request that is turned away is to know (design, section 7). */
const TOLD_WITHIN_MS = 200;
const program = await buildProgram(join(import.meta.dirname, "../../support/busy-hub.ts"));

let child: ChildProcess;
let url: string;
let agent: Agent;

async function startHub(admission?: AdmissionOptions): Promise<void> {
  const settings = admission === undefined ? [] : [JSON.stringify(admission)];
  child = fork(program, settings, { execArgv: [] });
  const ready = await reportOf("ready");
  url = ready.type === "ready" ? ready.url : "";
  agent = new Agent({ keepAlive: true });
}

async function reportOf(type: Report["type"]): Promise<Report> {
  for (;;) {
    const [report] = (await once(child, "message")) as [Report];
    if (report.type === type) return report;
  }
}

const order = (message: Order) => void child.send(message);

afterEach(async () => {
  agent.destroy();
  const ended = once(child, "exit");
  child.disconnect();
  await ended;
});

interface Told {
  status: number;
  retryAfter: string | undefined;
  code: string | undefined;
  ms: number;
}

const LOOK = '{"query":"{isHere}"}';
const CHANGE = '{"query":"# a visit\\n mutation {isWritten}"}';

function ask(path = "/graphql", body = LOOK): Promise<Told> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const sent = sendRequest(url + path, { method: path === "/graphql" ? "POST" : "GET", agent, headers }, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (part: string) => (text += part));
      reply.on("end", () => {
        const { errors } = JSON.parse(text) as { errors?: [{ extensions: { code: string } }] };
        const { statusCode: status = 0, headers: given } = reply;
        const code = errors?.[0].extensions.code;
        resolve({ status, retryAfter: given["retry-after"], code, ms: performance.now() - startedAt });
      });
    });
    sent.on("error", reject);
    sent.end(path === "/graphql" ? body : undefined);
  });
}

/** Asks again and again while the work lasts. */
async function askDuring(work: Promise<unknown>, body = LOOK): Promise<Told[]> {
  const told: Promise<Told>[] = [];
  const asking = setInterval(() => told.push(ask("/graphql", body)), 25);
  await work.finally(() => clearInterval(asking));
  return Promise.all(told);
}

function expectTurnedAway(told: readonly Told[]): void {
  for (const { status, retryAfter, code } of told) {
    expect([status, retryAfter, code]).toEqual([503, "1", "RATE_LIMITED"]);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

describe("a hub whose event loop lags", () => {
  beforeEach(() => startHub());

  test("turns requests away in time, and takes them again as soon as it has caught up", async () => {
    expect((await ask()).status).toBe(200);
    order({ type: "block", turnMs: 180, turns: 15 });
    const told = await askDuring(reportOf("free"));
    const turnedAway = told.filter(({ status }) => status !== 200);
    expectTurnedAway(turnedAway);
    // Until the second long turn is over, nobody can know that it was not just one.
    expect(turnedAway.length).toBeGreaterThan(told.length / 2);
    expect(median(turnedAway.map(({ ms }) => ms))).toBeLessThan(TOLD_WITHIN_MS);
    await expect.poll(async () => (await ask()).status, { interval: 20, timeout: 2_000 }).toBe(200);
  });

  test("takes changes meanwhile: what somebody has typed goes before what can be asked again", async () => {
    order({ type: "block", turnMs: 180, turns: 12 });
    const free = reportOf("free");
    const [looks, changes] = await Promise.all([askDuring(free), askDuring(free, CHANGE)]);
    expect(looks.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
    expect(changes.map(({ status }) => status)).toEqual(changes.map(() => 200));
  });

  test("answers after a single long pause: nobody is turned away for what is over", async () => {
    order({ type: "block", turnMs: 500, turns: 1 });
    const told = await askDuring(reportOf("free"));
    expect(told.map(({ status }) => status)).toEqual(told.map(() => 200));
  });

  test("still says that it lives", async () => {
    order({ type: "block", turnMs: 180, turns: 8 });
    const free = reportOf("free");
    for (let at = 0; at < 4; at += 1) expect((await ask("/health/live")).status).toBe(200);
    await free;
  });
});

describe("a hub with as many requests as it may have", () => {
  beforeEach(() => startHub({ mostRequests: 5, mostLagMs: 600_000 }));

  test("turns more away in time, answers those it has, and takes the next", async () => {
    order({ type: "hold" });
    const held = Array.from({ length: 5 }, () => ask());
    await expect.poll(requestsUnderWay, { interval: 20 }).toBe(5);
    const tooMany = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expectTurnedAway(tooMany);
    expect(median(tooMany.map(({ ms }) => ms))).toBeLessThan(TOLD_WITHIN_MS);
    expect((await ask("/health/ready")).status).toBe(200);
    const changes = Array.from({ length: 64 }, () => ask("/graphql", CHANGE));
    await expect.poll(requestsUnderWay, { interval: 20 }).toBe(5 + 64);
    // There is room for changes, and it has an end too.
    expectTurnedAway([await ask("/graphql", CHANGE)]);
    order({ type: "release" });
    const answered = await Promise.all([...held, ...changes]);
    expect(answered.map(({ status }) => status)).toEqual(answered.map(() => 200));
    expect((await ask()).status).toBe(200);
  });
});

async function requestsUnderWay(): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^onedoor_requests_under_way (\d+)$/m.exec(text)?.[1]);
}
