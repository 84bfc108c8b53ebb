import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askOnce } from "../../bench/load/ask-once.ts";
import { tell } from "../support/long-form.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { memoryOf } from "../support/process-memory.ts";
import { makeDataFolder, type RunningHub, runHub } from "../support/running-hub.ts";
import { percentile, startLoad } from "../support/steady-load.ts";

const TIMES_TOO_MUCH = 5;
const OVERLOAD_MS = 20_000;
/** What a town writes down and how often somebody signs in, whatever look-ups there are beside. */
const VISITS_PER_SECOND = 5;
const SIGN_INS_PER_SECOND = 1;
const AT_ONCE = 16;
const PACE_MS = 6_000;
const CONNECTIONS = 1_500;
const MOST_GROWTH = 1.1;
const RECORD_VISIT = `mutation ($input: RecordVisitInput!) { recordVisit(input: $input) { visit { id } } }`;
const SOME_PEOPLE = "{ residents(first: 100) { edges { node { id } } } }";
const PURPOSE = "duty:measuring what is taken under load";

type Work = "look" | "change" | "sign-in";

/** What came of requests of one kind. */
interface Outcomes {
  readonly statuses: Map<string, number>;
  readonly ms: number[];
}

describe("a hub that is asked five times what it can do", () => {
  let data: Awaited<ReturnType<typeof makeDataFolder>>;
  let hub: RunningHub;
  let pool: Pool;
  let password = "";
  let clerk = { token: "", people: [] as string[] };
  let gridWorker = { token: "", people: [] as string[] };

  beforeAll(async () => {
    data = await makeDataFolder();
    const preload = join(import.meta.dirname, "report-heap.mjs");
    const settings = { PORT: "0", ONEDOOR_DATA: data.folder, LOG_LEVEL: "warn" };
    hub = await runHub(["start"], settings, ["--expose-gc", "--import", preload]);
    pool = new Pool(hub.url, { connections: CONNECTIONS, headersTimeout: 60_000, bodyTimeout: 60_000 });
    password = (await readFile(join(data.folder, "demo-password"), "utf8")).trim();
    clerk = await signedIn("wangjia");
    gridWorker = await signedIn("wangge");
  }, 300_000);
  afterAll(async () => {
    await pool.close();
    await hub.stop();
    await data.remove();
  });

  async function send(path: string, body: object, headers: Record<string, string> = {}) {
    const sent = { "content-type": "application/json", ...headers };
    const response = await pool.request({ method: "POST", path, headers: sent, body: JSON.stringify(body) });
    return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
  }

  const signIn = (username: string) => send("/auth/sign-in/username", { username, password });

  async function signedIn(username: string): Promise<{ token: string; people: string[] }> {
    const { headers } = await signIn(username);
    const cookie = [headers["set-cookie"] ?? []].flat()[0]?.split(";", 1)[0] ?? "";
    const issued = await send("/auth/token", {}, { cookie });
    const { token } = JSON.parse(issued.text) as { token: string };
    const { text } = await ask(token, { query: SOME_PEOPLE });
    const people = [...text.matchAll(/"id":"(\d+)"/g)].map(([, id]) => id ?? "");
    expect(people.length, text.slice(0, 300)).toBeGreaterThan(10);
    return { token, people };
  }

  const ask = (token: string, question: object) =>
    send("/graphql", question, { authorization: `Bearer ${token}`, "x-purpose": PURPOSE });

  const anyOf = (people: readonly string[]) => people[Math.floor(Math.random() * people.length)];
  /** Costs as little as it can: the one who asks has the same two cores. */
  const look = async () => {
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${clerk.token}`,
      "x-purpose": PURPOSE,
    };
    const body = JSON.stringify({ query: MAIN_QUERY, variables: { id: anyOf(clerk.people) } });
    return { status: (await askOnce(pool, "/graphql", headers, body)).status, text: "" };
  };
  const recordVisit = () => {
    const visitedOn = new Date().toISOString().slice(0, 10);
    const visit = { key: randomUUID(), residentId: anyOf(gridWorker.people), visitedOn, kind: "ROUTINE", isMet: true };
    return ask(gridWorker.token, { query: RECORD_VISIT, variables: { input: visit } });
  };
  const ways: Record<Work, () => Promise<{ status: number; text: string }>> = {
    look,
    change: recordVisit,
    "sign-in": () => signIn("xibei"),
  };

  /** Asks one after the other on several connections: as fast as the hub answers, and no faster. */
  async function pace(): Promise<number> {
    const until = performance.now() + PACE_MS;
    let answered = 0;
    const one = async () => {
      while (performance.now() < until) {
        expect((await look()).status).toBe(200);
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    return answered / (PACE_MS / 1_000);
  }

  /** What the hub says of itself: requests under way, and how long those took that it has answered. */
  async function gauge(): Promise<{ underWay: number; count: number; seconds: number }> {
    const text = await (await fetch(`${hub.url}/metrics`)).text();
    const sum = (name: string) =>
      [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "gm"))].reduce(
        (all, [, one]) => all + Number(one),
        0,
      );
    const duration = "onedoor_request_duration_seconds";
    return {
      underWay: sum("onedoor_requests_under_way"),
      count: sum(`${duration}_count`),
      seconds: sum(`${duration}_sum`),
    };
  }

  /** What is left after garbage has been collected, while nothing is under way. */
  async function heap(): Promise<number> {
    await pause(2_000);
    const found = () => [...hub.log().matchAll(/^heap (\d+) rss \d+$/gm)];
    const before = found().length;
    hub.process.kill("SIGUSR2");
    while (found().length === before) await pause(20);
    return Number(found().at(-1)?.[1]);
  }

  const outcomesOf = (): Outcomes => ({ statuses: new Map(), ms: [] });
  const askCounted =
    (work: Work, { statuses, ms }: Outcomes) =>
    async (): Promise<null> => {
      const at = performance.now();
      const reply = await ways[work]().catch((error: unknown) => ({ status: String(error), text: "" }));
      // A visit that is not written down is not one that was taken.
      const isWritten = work !== "change" || reply.status !== 200 || reply.text.includes('"visit":{');
      const status = isWritten ? String(reply.status) : reply.text.slice(0, 200);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === "200") ms.push(performance.now() - at);
      return null;
    };

  test("takes visits and sign-ins before look-ups, says so once a second, and keeps nothing of it", async () => {
    await pace();
    const sustained = await pace();
    const before = { heap: await heap(), memory: await memoryOf(hub.process.pid ?? 0) };
    const logBefore = hub.log().length;

    const outcomes: Record<Work, Outcomes> = { look: outcomesOf(), change: outcomesOf(), "sign-in": outcomesOf() };
    const rates: Record<Work, number> = {
      look: Math.round(sustained * TIMES_TOO_MUCH),
      change: VISITS_PER_SECOND,
      "sign-in": SIGN_INS_PER_SECOND,
    };
    const startedAt = performance.now();
    const loads = (Object.keys(ways) as Work[]).map((work) => startLoad(rates[work], askCounted(work, outcomes[work])));
    let [most, underWay] = [0, 0];
    const first = await gauge();
    while (performance.now() - startedAt < OVERLOAD_MS) {
      await pause(500);
      most = Math.max(most, (await memoryOf(hub.process.pid ?? 0)).hub);
      underWay = Math.max(underWay, (await gauge()).underWay);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const reports = await Promise.all(loads.map((load) => load.stop()));
    const after = { heap: await heap(), memory: await memoryOf(hub.process.pid ?? 0) };
    const log = hub.log().slice(logBefore);

    const asked = reports.reduce((sum, report) => sum + report.asked, 0);
    tell(`sustained: ${sustained.toFixed(0)} look-ups a second; asked: ${(asked / seconds).toFixed(0)} a second`);
    for (const [work, { statuses, ms }] of Object.entries(outcomes)) {
      const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
      const taken = ((100 * (statuses.get("200") ?? 0)) / all).toFixed(1);
      const times = `p50 ${percentile(ms, 0.5).toFixed(0)} ms, p95 ${percentile(ms, 0.95).toFixed(0)} ms`;
      tell(`${work}: ${all} asked, ${taken} % taken, ${times}; ${JSON.stringify(Object.fromEntries(statuses))}`);
    }
    const last = await gauge();
    const mean = (1_000 * (last.seconds - first.seconds)) / (last.count - first.count);
    tell(`in the hub: ${mean.toFixed(0)} ms a request on average, ${underWay} under way at most`);
    const lines = [...log.matchAll(/"requests":(\d+)\D.*requests turned away: the hub cannot keep up/g)];
    tell(`log: ${lines.length} lines of refusals in ${seconds.toFixed(0)} s, ${log.length} bytes in all`);
    const said = new Map<string, number>();
    for (const [, message = ""] of log.matchAll(/"msg":"([^"]*)"/g)) said.set(message, (said.get(message) ?? 0) + 1);
    tell(`what it says: ${JSON.stringify(Object.fromEntries(said))}`);
    tell(`heap after collection: ${megabytes(before.heap)} before, ${megabytes(after.heap)} after`);
    const shown = ({ hub: own, database, planner }: Awaited<ReturnType<typeof memoryOf>>) =>
      `hub ${megabytes(own)}, planner ${megabytes(planner)}, database ${megabytes(database)}`;
    tell(`resident: ${shown(before.memory)} before; ${shown(after.memory)} after; hub at most ${megabytes(most)}`);

    const refused = Object.values(outcomes).reduce((sum, { statuses }) => sum + (statuses.get("503") ?? 0), 0);
    // The load was too much, or nothing is shown.
    expect(outcomes.look.statuses.get("503") ?? 0).toBeGreaterThan(0);
    // A connection that the machine has no time for may break; the hub itself turns none of these away.
    for (const work of ["change", "sign-in"] as const) {
      expect([work, outcomes[work].statuses.get("503")]).toEqual([work, undefined]);
      expect(outcomes[work].statuses.get("200") ?? 0).toBeGreaterThan(0);
    }
    expect(lines.length).toBeLessThanOrEqual(seconds + 5);
    // One that was told so may have lost its connection before it heard.
    const told = lines.reduce((sum, [, count]) => sum + Number(count), 0);
    expect(told).toBeGreaterThanOrEqual(refused);
    expect(told).toBeLessThanOrEqual(asked - outcomes.look.ms.length);
    expect(after.heap).toBeLessThan(before.heap * MOST_GROWTH);
  });
});

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
