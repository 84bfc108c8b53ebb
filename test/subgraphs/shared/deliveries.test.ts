import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Deliveries, MOST_LOOKED_AT, openDeliveries, type Place } from "../../../subgraphs/shared/deliveries.ts";
import { deliveryTaskOf } from "../../../hub/migrate/login.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

const RESIDENTS = 20_000;
/** Every fourth resident has a dead event, and a later one waits behind it. */
const HELD_BACK = RESIDENTS / 4;

let database: TestDatabase;
let admin: Sql;
let deliveries: Deliveries;

beforeAll(async () => {
  database = await createDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  deliveries = openDeliveries({ department: "population", url: database.urlFor("population-system") });
  await admin`
    insert into population.event_deliveries (resident_id, event_id, hearer, name, version, state, next_try_at)
    select resident, ('00000000-0000-7000-8000-' || lpad((resident + part * ${RESIDENTS})::text, 12, '0'))::uuid, 'grid',
      'ResidentMoved', 1, case when part = 0 and resident % 4 = 0 then 'DEAD' else 'WAITING' end,
      now() - interval '1 minute'
    from generate_series(1, ${RESIDENTS}::int) as resident, generate_series(0, 1) as part`;
  await admin`analyze population.event_deliveries`;
});
afterAll(async () => {
  await Promise.all([deliveries.close(), admin.end()]);
  await database.drop();
});

async function lookThrough(forMs: number) {
  const looks: string[][] = [];
  let place: Place | null = null;
  do {
    const { streams, next } = await deliveries.forgotten(forMs, place);
    looks.push(streams.map(({ residentId }) => residentId));
    place = next;
  } while (place !== null);
  return looks;
}

describe("a look for what was forgotten, with many open deliveries", () => {
  test("takes a part of them, the oldest first, and the looks together find each stream once", async () => {
    const looks = await lookThrough(10_000);
    expect(looks).toHaveLength((2 * RESIDENTS) / MOST_LOOKED_AT + 1);
    expect(Math.max(...looks.map((found) => found.length))).toBeLessThanOrEqual(MOST_LOOKED_AT);
    const found = looks.flat();
    expect(found).toHaveLength(RESIDENTS - HELD_BACK);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual([...found].sort((one, other) => Number(one) - Number(other)));
    expect(found.some((id) => Number(id) % 4 === 0)).toBe(false);
  });

  test("leaves alone what somebody was at just now", async () => {
    expect((await lookThrough(3_600_000)).flat()).toEqual([]);
  });

  test("wakes all it finds, each once however often it is woken", async () => {
    const { streams } = await deliveries.forgotten(0, null);
    await deliveries.wakeAll([...streams, ...streams]);
    await deliveries.wakeAll(streams);
    const [jobs] = await admin<{ count: number; task: string }[]>`
      select count(*)::int, min(task_identifier) as task from graphile_worker.jobs`;
    expect(jobs).toEqual({ count: streams.length, task: "deliver population" });
    expect(streams.length).toBe((MOST_LOOKED_AT * 3) / 4);
  });
});

test("a department of two words is woken by the name its jobs have", async () => {
  await admin`grant usage on schema onedoor to onedoor_civil_affairs_system`;
  await admin`grant execute on function onedoor.wake_delivery to onedoor_civil_affairs_system`;
  const system = postgres(database.urlFor("civil-affairs-system"), { max: 1 });
  await system`select onedoor.wake_delivery('grid', 1, now())`;
  await system.end();
  const woken = await admin`
    select t.identifier from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.key ^@ 'civil_affairs>'`;
  expect([...woken]).toEqual([{ identifier: deliveryTaskOf("civil-affairs") }]);
});
