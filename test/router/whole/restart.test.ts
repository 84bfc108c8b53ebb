import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, urlOf } from "../../../router/main.ts";
import { type Balancer, openBalancer } from "../../support/balancer.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { tell, times } from "../../support/long-form.ts";
import { MAIN_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";
import { type Ended, hubSettings, makeDataFolder, runHub, type RunningHub } from "../../support/running-hub.ts";
import { type LoadReport, percentile, startLoad } from "../../support/steady-load.ts";

const REQUESTS_PER_SECOND = 50;
const RELOADS = times({ short: 10, long: 100 });
const RESTARTS = times({ short: 2, long: 20 });
/** A supervisor kills what has not ended 30 seconds after it was told to. */
const ENDS_WITHIN_MS = 25_000;
const PATIENCE_MS = 60_000 + RESTARTS * 60_000;

describe("two hubs behind a balancer", () => {
  let hub: TestHub;
  let data: Awaited<ReturnType<typeof makeDataFolder>>;
  let ports: number[];
  let balancer: Balancer;
  let whole: string;
  const running: RunningHub[] = [];
  let ask: () => Promise<string | null>;

  const start = (port: number) => runHub(["start"], { ...hubSettings(hub, data.folder), PORT: String(port) });

  beforeAll(async () => {
    hub = await openHub();
    data = await makeDataFolder();
    await resident(hub.sql, { id: "1001" });
    const authorization = `Bearer ${await hub.tokenFor({ ttlSeconds: 890 })}`;
    whole = (await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" } })).text;
    ports = [await freePort(), await freePort()];
    for (const port of ports) running.push(await start(port));
    balancer = await openBalancer(ports.map(addressAt));
    const body = JSON.stringify({ query: MAIN_QUERY, variables: { id: "1001" } });
    const headers = { "content-type": "application/json", "x-purpose": "item:320101-001", authorization };
    ask = async () => {
      const reply = await fetch(`${balancer.url}/graphql`, { method: "POST", headers, body });
      const text = await reply.text();
      return reply.status === 200 && text === whole ? null : `${reply.status} ${text}`;
    };
    expect(await ask()).toBeNull();
  });
  afterAll(async () => {
    await balancer.close();
    await Promise.all(running.map((one) => one.stop()));
    await hub.close();
    await data.remove();
  });

  test(
    `lose no request while one reads its supergraph anew ${RELOADS} times`,
    async () => {
      const [one] = running;
      const load = startLoad(REQUESTS_PER_SECOND, ask);
      for (let reload = 1; reload <= RELOADS; reload += 1) {
        one?.process.kill("SIGHUP");
        await until(async () => (await reloadsOf(one?.url)) >= reload);
        await pause(200);
      }
      const { asked, failures } = told(`${RELOADS} reloads`, await load.stop());
      expect(failures).toEqual([]);
      expect(asked).toBeGreaterThan(RELOADS);
      expect(await reloadsOf(one?.url)).toBe(RELOADS);
    },
    PATIENCE_MS,
  );

  test(
    `lose no request while they are restarted ${RESTARTS} times`,
    async () => {
      const load = startLoad(REQUESTS_PER_SECOND, ask);
      const ends: Ended[] = [];
      for (let restart = 0; restart < RESTARTS; restart += 1) {
        const at = restart % ports.length;
        const port = ports[at] ?? 0;
        const stopping = running[at]?.stop();
        if (stopping !== undefined) ends.push(await stopping);
        expect(balancer.isUp(addressAt(port))).toBe(false);
        running[at] = await start(port);
        await until(async () => balancer.isUp(addressAt(port)));
        await pause(500);
      }
      const slowest = Math.max(...ends.map(({ ms }) => ms));
      const what = `${RESTARTS} restarts, the longest stop ${slowest.toFixed(0)} ms`;
      const { asked, failures } = told(what, await load.stop());
      expect(failures).toEqual([]);
      expect(asked).toBeGreaterThan(RESTARTS * REQUESTS_PER_SECOND);
      expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 0));
      expect(slowest).toBeLessThan(ENDS_WITHIN_MS);
      for (const port of ports) expect(balancer.answered.get(addressAt(port))).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});

function told(what: string, report: LoadReport): LoadReport {
  const { asked, failures, ms } = report;
  tell(`${what}: ${asked} requests, ${failures.length} failed, p95 ${percentile(ms, 0.95).toFixed(0)} ms`);
  return report;
}

const addressAt = (port: number) => `http://127.0.0.1:${port}`;

async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0, "127.0.0.1");
  const { port } = new URL(urlOf(server));
  await new Promise((resolve) => server.close(resolve));
  return Number(port);
}

async function reloadsOf(url = ""): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^onedoor_supergraph_reloads_total\{outcome="loaded"\} (\d+)$/m.exec(text)?.[1]);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 1_000) throw new Error(`It is never so: ${isSo.toString()}`);
    await pause(50);
  }
}
