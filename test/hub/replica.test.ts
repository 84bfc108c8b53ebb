import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { departmentUrl, migrate } from "../../hub/migrate/migrate.ts";
import { departmentNames } from "../../subgraphs/index.ts";
import type { TestDatabase } from "../support/database.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { errorsOfMove, HERE, NEARBY, officer, recordMove, startRegister, THERE } from "../support/moves.ts";
import { type ReplicatedPostgres, startReplicated } from "../support/replica.ts";

// Two routers with their departments, on one primary with one replica.
let servers: ReplicatedPostgres;
let database: TestDatabase;
let hubs: [TestHub, TestHub];

beforeAll(async () => {
  servers = await startReplicated();
  const adminUrl = servers.primaryUrl;
  const loginSecret = decodeURIComponent(new URL(adminUrl).password);
  await migrate({ adminUrl, departments: departmentNames, loginSecret });
  database = {
    adminUrl,
    urlFor: (department) => departmentUrl(adminUrl, loginSecret, department),
    drop: () => Promise.resolve(),
  };
  const open = () => openHub({ database, readUrl: servers.replicaUrl });
  hubs = [await open(), await open()];
}, 240_000);
afterAll(async () => {
  for (const hub of hubs) await hub.close();
  await servers.close();
}, 60_000);

beforeEach(async () => {
  await servers.replica`select pg_wal_replay_resume()`.catch(() => undefined);
  await startRegister(hubs[0]);
});

const other = { ...officer, sub: "702" };

async function areaOf(hub: TestHub, who: object, id = "1001"): Promise<unknown> {
  const query = "query ($id: ID!) { resident(id: $id) { area { code } } }";
  const { data, errors } = await hub.ask({
    query,
    variables: { id },
    purpose: "duty:where the person lives now",
    ...who,
  });
  expect(errors).toEqual([]);
  return (data as { resident: { area: { code: string } } | null }).resident?.area.code;
}

/** Until both routers read what everybody may see a little late from the replica. */
async function untilReplicaAnswers(): Promise<void> {
  await servers.replica`select pg_wal_replay_resume()`;
  for (const hub of hubs) await expect.poll(() => readsOnReplica(hub), { timeout: 20_000 }).toBeGreaterThan(0);
}

/** How many of ten reads one hub has sent to the replica. */
async function readsOnReplica(hub: TestHub): Promise<number> {
  const count = async () => {
    // What a session has done is told at the end of its second.
    const [found] = await servers.replica<{ count: number }[]>`
      select coalesce(sum(idx_scan + seq_scan), 0)::int as count from pg_stat_user_tables
      where schemaname = 'population' and relname = 'residents'`;
    return found?.count ?? 0;
  };
  const before = await count();
  for (let at = 0; at < 10; at += 1) await areaOf(hub, other);
  await pause(1_100);
  return (await count()) - before;
}

const move = async (hub: TestHub, areaCode: string, at: number) => {
  const reply = await recordMove(hub, { areaCode, key: `the-key-of-move-number-${at}` });
  expect([reply.errors, errorsOfMove(reply)]).toEqual([[], []]);
};

describe("DATABASE_READ_URL", () => {
  test("an account sees what it has changed at whichever router it asks, while the replica stands still", async () => {
    await untilReplicaAnswers();
    await servers.replica`select pg_wal_replay_pause()`;
    await move(hubs[0], THERE, 1);
    for (const hub of [hubs[1], hubs[0]]) expect(await areaOf(hub, officer)).toBe(THERE);
    // Nobody else is kept from the replica by it.
    expect(await areaOf(hubs[1], other)).toBe(HERE);
    await servers.replica`select pg_wal_replay_resume()`;
    await expect.poll(() => areaOf(hubs[1], other), { timeout: 10_000 }).toBe(THERE);
  }, 60_000);

  test("a replica that stands still for long is not read from", async () => {
    await untilReplicaAnswers();
    await servers.replica`select pg_wal_replay_pause()`;
    await hubs[0].sql`update population.residents set area_code = ${NEARBY} where resident_id = 1001`;
    expect(await areaOf(hubs[1], other)).toBe(HERE);
    await expect.poll(() => areaOf(hubs[1], other), { timeout: 10_000 }).toBe(NEARBY);
  }, 60_000);

  test("no change is lost to its account's sight, whatever the replica does meanwhile", async () => {
    await untilReplicaAnswers();
    const disturbed = { isOver: false };
    const disturbing = (async () => {
      while (!disturbed.isOver) {
        await servers.replica`select pg_wal_replay_pause()`;
        await pause(Math.random() * 600);
        await servers.replica`select pg_wal_replay_resume()`;
        await pause(Math.random() * 200);
      }
    })();
    const places = [THERE, NEARBY, HERE];
    for (let at = 0; at < 30; at += 1) {
      const [one, two] = at % 2 === 0 ? hubs : [hubs[1], hubs[0]];
      const wanted = places[at % 3] ?? HERE;
      await move(one, wanted, 100 + at);
      expect(await areaOf(two, officer)).toBe(wanted);
      expect(await areaOf(one, officer)).toBe(wanted);
    }
    disturbed.isOver = true;
    await disturbing;
  }, 120_000);

  test("where nobody changes anything, a request asks the primary nothing", async () => {
    await untilReplicaAnswers();
    const commits = async () => {
      const [found] = await hubs[0].sql<{ count: number }[]>`
        select xact_commit::int as count from pg_stat_database where datname = current_database()`;
      return found?.count ?? 0;
    };
    await pause(1_100);
    const before = await commits();
    const startedAt = performance.now();
    for (let at = 0; at < 300; at += 1) {
      const reply = await hubs[0].ask({ query: `{ area(code: "${HERE}") { name } }`, ...officer });
      expect(reply.errors).toEqual([]);
    }
    const seconds = (performance.now() - startedAt) / 1_000 + 2;
    await pause(1_100);
    // Both routers ask ten times a second how far the replica is.
    expect((await commits()) - before).toBeLessThan(100 + seconds * 25);
  }, 60_000);

  test("the primary answers where the replica has gone", async () => {
    await untilReplicaAnswers();
    servers.killReplica();
    await hubs[0].sql`update population.residents set area_code = ${NEARBY} where resident_id = 1001`;
    for (let at = 0; at < 20; at += 1) {
      for (const hub of hubs) expect(await areaOf(hub, other)).toBe(NEARBY);
    }
    await move(hubs[0], THERE, 2);
    expect(await areaOf(hubs[1], officer)).toBe(THERE);
  }, 60_000);
});
