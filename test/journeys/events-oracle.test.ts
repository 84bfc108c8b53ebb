import pino from "pino";
import postgres, { type Sql } from "postgres";
import { sql as template } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningDelivery, startDelivery } from "../../hub/events/start-delivery.ts";
import { openDatabase, type PooledDatabase } from "../../subgraphs/shared/database.ts";
import { handlers } from "../../subgraphs/grid/handlers.ts";
import { hear, handlerName } from "../../subgraphs/shared/hear.ts";
import { type Hearing, openHearing } from "../../subgraphs/shared/hearing.ts";
import { defineWrite } from "../../subgraphs/shared/read.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { tell, times } from "../support/long-form.ts";
import { chance, unrulyWay } from "../support/unruly-way.ts";

const EVENTS = times({ short: 600, long: 100_000 });
const RESIDENTS = times({ short: 40, long: 5_000 });
const EVENTS_AT_ONCE = 20;
const SEED = 7;
const MOVED = "population/ResidentMoved@1";

let database: TestDatabase;
let admin: Sql;
let population: PooledDatabase;
let hearing: Hearing;
let delivery: RunningDelivery | undefined;

// Which event came when, beside what the grid's own handler does.
const writeDown = defineWrite(
  {},
  template`insert into grid.heard_in_order (resident_id, event_id)
    values (${template.placeholder("residentId")}::bigint, ${template.placeholder("id")}::text::uuid)`,
);

beforeAll(async () => {
  database = await createDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  await admin`create table grid.heard_in_order (
    place bigint generated always as identity, resident_id bigint not null, event_id uuid not null)`;
  await admin`alter table grid.heard_in_order enable row level security`;
  await admin`select onedoor.open_to_handlers('grid', 'heard_in_order')`;
  await admin`grant insert (resident_id, event_id) on grid.heard_in_order to onedoor_grid_system`;
  await admin`insert into grid.residents select n, '320105006001' from generate_series(1, ${RESIDENTS}) as n`;
  population = openDatabase({
    department: "population",
    url: database.urlFor("population"),
    poolSize: 1,
    hearersOf: () => ["grid"],
  });
  hearing = openHearing({
    department: "grid",
    url: database.urlFor("grid-system"),
    handlers: [
      hear("population", "ResidentMoved", 1, async (transaction, event) => {
        const own = handlers.find((one) => handlerName(one) === MOVED);
        await own?.handle(transaction, event);
        await transaction.run(writeDown, { residentId: event.residentId, id: event.id });
      }),
    ],
  });
});
afterAll(async () => {
  await delivery?.close();
  await hearing.close();
  await population.close();
  await admin.end();
  await database.drop();
});

test(
  "events that are doubled, late and out of order on their way lead to what they would lead to in their order",
  async () => {
    const next = chance(SEED);
    const way = unrulyWay(hearing, SEED, 400);
    delivery = await startDelivery({
      department: "population",
      url: database.urlFor("population-system"),
      transports: new Map([["grid", way.transport]]),
      logger: pino({ level: "silent" }),
      patience: { tries: 3, firstMs: 10, longestMs: 200 },
      lookEveryMs: 200,
    });
    const startedAt = performance.now();
    const oracle = new Map<string, string>();
    for (let told = 0; told < EVENTS; told += EVENTS_AT_ONCE) {
      await population.write({ id: "701", areas: ["32"], residentId: null }, async (transaction) => {
        for (let at = 0; at < Math.min(EVENTS_AT_ONCE, EVENTS - told); at += 1) {
          const residentId = String(1 + Math.floor(next() * RESIDENTS));
          const areaCode = `320105${String(Math.floor(next() * 1_000_000)).padStart(6, "0")}`;
          const payload = { fromAreaCode: oracle.get(residentId) ?? "320105006001", movedOn: "2026-11-01" };
          await transaction.append({ name: "ResidentMoved", version: 1, residentId, areaCode, payload });
          oracle.set(residentId, areaCode);
        }
      });
    }
    const open = async () =>
      (await admin`select from population.event_deliveries where settled_at is null limit 1`).length;
    await expect.poll(open, { timeout: times({ short: 60_000, long: 3_600_000 }), interval: 200 }).toBe(0);
    await way.settled();
    const { met } = way;
    tell(`${EVENTS} events in ${Math.round((performance.now() - startedAt) / 1000)} s: ${JSON.stringify(met)}`);

    const rows = await admin<
      { id: string; area: string }[]
    >`select resident_id as id, area_code as area from grid.residents`;
    const wrong = rows.filter(({ id, area }) => area !== (oracle.get(id) ?? "320105006001"));
    expect(wrong).toEqual([]);
    // Each was heard once, and those of one resident in the order in which they were told.
    const [counts] =
      await admin`select count(*)::int as heard, count(distinct event_id)::int as events from grid.heard_in_order`;
    expect(counts).toEqual({ heard: EVENTS, events: EVENTS });
    const outOfOrder = await admin`select from (
        select event_id, lag(event_id) over (partition by resident_id order by place) as before from grid.heard_in_order
      ) as pair where before > event_id`;
    expect(outOfOrder.length).toBe(0);
    expect(Math.min(met.doubled, met.late, met.lost)).toBeGreaterThan(EVENTS / 50);
  },
  times({ short: 120_000, long: 4_000_000 }),
);
