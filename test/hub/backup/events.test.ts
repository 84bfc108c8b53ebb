import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createEmptyDatabase, type TestDatabase } from "../../support/database.ts";
import { deliverEvents } from "../../support/deliveries.ts";
import { hub as runCommand } from "../../support/hub-command.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { errorsOfMove, HERE, recordMove, startRegister, THERE } from "../../support/moves.ts";
import { gridResident } from "../../support/rows/grid.ts";
import { hubSettings, makeDataFolder, openToProcesses, runHub, type RunningHub } from "../../support/running-hub.ts";

let hub: TestHub;
let target: TestDatabase;
let place: Awaited<ReturnType<typeof makeDataFolder>>;
let elsewhere: Awaited<ReturnType<typeof makeDataFolder>>;

beforeAll(async () => {
  [hub, target] = [await openHub({ overHttp: true }), await createEmptyDatabase()];
  [place, elsewhere] = [await makeDataFolder(), await makeDataFolder()];
  await openToProcesses(hub);
  await startRegister(hub);
  for (const residentId of ["1001", "1002"]) await gridResident(hub.sql, { residentId, areaCode: HERE });
}, 120_000);
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await hub.close();
  for (const one of [target.drop, place.remove, elsewhere.remove]) await one();
});

async function command(settings: Record<string, string>, ...words: string[]): Promise<void> {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const ran = await runCommand(...words);
  vi.unstubAllEnvs();
  expect([ran.code, ran.code === 0 ? "" : ran.err]).toEqual([0, ""]);
}

async function move(residentId: string): Promise<void> {
  const reply = await recordMove(hub, { residentId, key: `the-key-of-the-move-of-${residentId}` });
  expect(errorsOfMove(reply)).toEqual([]);
}

interface Heard {
  readonly id: string;
  readonly state: string;
}

const HEARD = `select i.resident_id::text as id, i.handled_at as "handledAt", d.state, d.settled_at as "settledAt", d.tries
  from grid.inbox i join population.event_deliveries d on d.event_id = i.event_id and d.hearer = 'grid' order by 1`;

const heardIn = async (sql: postgres.Sql): Promise<Heard[]> => [...(await sql.unsafe<Heard[]>(HEARD))];

test("a hub that was restored sends what was under way, and nothing twice", async () => {
  const delivery = await deliverEvents(hub);
  await move("1001");
  await expect.poll(async () => (await heardIn(hub.sql))[0]?.state, { timeout: 20_000 }).toBe("HEARD");
  await delivery.close();
  const before = await heardIn(hub.sql);
  // Nobody delivers this one before the backup, and somebody who will be gone has its job under way.
  await move("1002");
  await hub.sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'gone'`;
  expect(await hub.sql`select from graphile_worker._private_jobs`).not.toHaveLength(0);

  const backup = join(place.folder, "backup");
  const restored = { ...hubSettings(hub, elsewhere.folder), DATABASE_URL: target.adminUrl };
  await command(hubSettings(hub, place.folder), "backup", backup);
  await command(restored, "restore", backup);

  const sql = postgres(target.adminUrl, { max: 1, onnotice: () => undefined });
  let running: RunningHub | undefined;
  try {
    const told = await sql`select event_id from population.outbox order by 1`;
    expect([...told]).toEqual([...(await hub.sql`select event_id from population.outbox order by 1`)]);
    expect(await heardIn(sql)).toEqual(before);
    const jobs = await sql`select locked_by from graphile_worker._private_jobs`;
    expect(jobs).not.toHaveLength(0);
    for (const { locked_by: by } of jobs) expect(by).toBeNull();
    running = await runHub(["start"], restored);
    await expect.poll(async () => (await heardIn(sql)).length, { timeout: 30_000 }).toBe(2);
    await expect.poll(async () => (await heardIn(sql))[1]?.state, { timeout: 30_000 }).toBe("HEARD");
    // The first is as it was: neither sent nor handled again.
    expect((await heardIn(sql)).slice(0, 1)).toEqual(before);
    const places = await sql`select distinct area_code as area from grid.residents`;
    expect([...places]).toEqual([{ area: THERE }]);
    await expect.poll(() => sql`select from graphile_worker._private_jobs`, { timeout: 30_000 }).toHaveLength(0);
  } finally {
    await running?.stop();
    await sql.end();
  }
}, 240_000);
