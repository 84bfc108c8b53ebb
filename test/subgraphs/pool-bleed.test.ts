import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { delayed, resetMidBody } from "../support/faults/wire.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import type { TestClaims } from "../support/issuer.ts";
import { claim, enrolment } from "../support/rows/medical-insurance.ts";
import { household, registeredResident } from "../support/rows/population.ts";

const CONNECTIONS = 2;
const TIMEOUT_MS = 600;
const AT_ONCE = 12;
const PEOPLE = 12;

/** Every text of a row says whose it is. */
const sides = [
  { mark: "东区", areaCode: "320105006001", area: "320105006", ids: idsFrom(1_000) },
  { mark: "西区", areaCode: "320205105001", area: "320205105", ids: idsFrom(2_000) },
] as const;
const everybody = sides.flatMap(({ ids }) => ids);

function idsFrom(start: number): string[] {
  return Array.from({ length: PEOPLE }, (_, at) => String(start + at));
}

const PERSON =
  "id name household { id members { name } } medicalInsurance { claims(first: 3) { edges { node { hospital } } } }";
const ONE = `query ($id: ID!) { resident(id: $id) { ${PERSON} } }`;
const LIST = `query ($first: Int, $after: String) { residents(first: $first, after: $after) { edges { node { ${PERSON} } } } }`;

async function insertSides({ sql }: TestHub): Promise<void> {
  for (const { mark, areaCode, ids } of sides) {
    for (const id of ids) {
      const key = { residentId: id, areaCode };
      await household(sql, { id, areaCode });
      // Each household also counts somebody of the other side, who must not show through it.
      const householdId = everybody[(everybody.indexOf(id) + PEOPLE) % everybody.length] ?? id;
      await registeredResident(sql, { id, areaCode, householdId, name: `${mark}${id}`, address: `${mark}路1号` });
      await enrolment(sql, key);
      await claim(sql, { ...key, id: `${id}1`, hospital: `${mark}医院` });
    }
  }
}

interface Asker {
  readonly side: (typeof sides)[number];
  readonly headers: Record<string, string>;
  /** Somebody who sees one person only. */
  readonly own: string | null;
}

async function askersOf(hub: TestHub): Promise<Asker[]> {
  const made = sides.flatMap((side) => {
    const own = side.ids[3] ?? "";
    const claims: [TestClaims, string | null][] = [
      [{ areas: [side.area] }, null],
      [{ areas: [side.area], roles: ["centre_head"], sub: "2" }, null],
      [{ areas: [side.areaCode], roles: ["department_officer"], department: "population" }, null],
      [{ areas: [], roles: ["resident"], residentId: own }, own],
    ];
    return claims.map(async ([one, ownId]): Promise<Asker> => {
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${await hub.tokenFor({ ...one, ttlSeconds: 600 })}`,
        "x-purpose": "item:320101-001",
      };
      return { side, headers, own: ownId };
    });
  });
  return Promise.all(made);
}

interface Tally {
  asked: number;
  whole: number;
  failed: number;
  refused: number;
  gone: number;
  readonly foreign: string[];
}

/** Asks as one of the askers; every seventh goes away in the middle, every ninth asks for what cannot be. */
async function askOnce(pool: Pool, { side, headers, own }: Asker, at: number, tally: Tally): Promise<void> {
  const id = everybody[(at * 7) % everybody.length] ?? "";
  const bad = at % 9 === 0;
  const body =
    at % 3 === 0
      ? { query: LIST, variables: { first: bad ? 0 : 6, after: null } }
      : { query: ONE, variables: { id: bad ? "1; select" : id } };
  const signal = at % 7 === 0 ? AbortSignal.timeout(at % 13) : null;
  tally.asked += 1;
  try {
    const sent = await pool.request({ method: "POST", path: "/graphql", headers, body: JSON.stringify(body), signal });
    const text = await sent.body.text();
    const others = sides.find((one) => one !== side)?.mark ?? "";
    const isForeign =
      text.includes(others) || (own !== null && [...text.matchAll(/区(\d{4})/g)].some(([, of]) => of !== own));
    if (isForeign) tally.foreign.push(text);
    if (text.includes(side.mark)) tally.whole += 1;
    if (text.includes("SUBGRAPH_UNAVAILABLE") || sent.statusCode >= 500) tally.failed += 1;
    if (text.includes("BAD_USER_INPUT")) tally.refused += 1;
  } catch {
    tally.gone += 1;
  }
}

async function askMany(hub: TestHub, count: number): Promise<Tally> {
  const askers = await askersOf(hub);
  const pool = new Pool(hub.url, { connections: AT_ONCE });
  const tally: Tally = { asked: 0, whole: 0, failed: 0, refused: 0, gone: 0, foreign: [] };
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < count) {
      const at = next;
      next += 1;
      const asker = askers[at % askers.length];
      if (asker !== undefined) await askOnce(pool, asker, at, tally);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  await pool.destroy();
  return tally;
}

/** Until it is told to stop: holds tables up, so that statements wait, and then cancels or ends what waits, as timeouts and failovers do. */
async function disturb({ sql }: TestHub, isOver: () => boolean): Promise<number> {
  let disturbed = 0;
  for (let round = 0; !isOver(); round += 1) {
    const end = sql(round % 4 === 0 ? "pg_terminate_backend" : "pg_cancel_backend");
    const ended = await sql.begin(async (transaction) => {
      await transaction`lock table medical_insurance.claims, population.households in access exclusive mode`;
      await pause(5);
      return transaction`select ${end}(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'onedoor %' and wait_event_type = 'Lock'`;
    });
    disturbed += ended.length;
    await pause(40);
  }
  return disturbed;
}

describe.each([
  { way: "in one process", throughProxies: false, count: 4_000 },
  { way: "over HTTP that breaks", throughProxies: true, count: 1_000 },
])(`a pool of ${CONNECTIONS} connections $way`, ({ throughProxies, count }) => {
  let hub: TestHub;
  beforeAll(async () => {
    // Left alone, a department would answer nothing that could be wrong.
    const resilience = { ...RESILIENT, failuresToOpen: 1_000_000 };
    hub = await openHub({ throughProxies, poolSize: CONNECTIONS, timeoutMs: TIMEOUT_MS, resilience });
    await insertSides(hub);
  });
  afterAll(() => hub.close());

  test(`shows nobody another's rows in ${count} requests, of which some are cancelled and some fail`, async () => {
    let isOver = false;
    const disturbing = disturb(hub, () => isOver);
    const breaking = throughProxies ? breakCalls(hub, () => isOver) : Promise.resolve();
    const tally = await askMany(hub, count).finally(() => (isOver = true));
    await breaking;
    expect(tally.foreign).toEqual([]);
    expect(tally.asked).toBe(count);
    // Each kind was among them, or this would say nothing.
    expect(await disturbing).toBeGreaterThan(20);
    expect(tally.whole).toBeGreaterThan(count / 8);
    for (const some of [tally.failed, tally.refused, tally.gone]) expect(some).toBeGreaterThan(10);
  }, 60_000);
});

const RESILIENT = {
  concurrentCalls: 128,
  waitingCalls: 512,
  openMs: 2_000,
  trialMs: 250,
  retriesPerHundredCalls: 10,
};

/** Some calls to departments take longer than the router waits, and some answers break off. */
async function breakCalls(hub: TestHub, isOver: () => boolean): Promise<void> {
  const departments = ["population", "medical-insurance"];
  for (let round = 0; !isOver(); round += 1) {
    const proxy = hub.proxyOf(departments[round % departments.length] ?? "");
    proxy.failNext(round % 2 === 0 ? resetMidBody : delayed(TIMEOUT_MS * 2));
    await pause(60);
  }
}
