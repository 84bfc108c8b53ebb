import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { RunningDelivery } from "../../hub/events/start-delivery.ts";
import { captureLog } from "../support/captured-log.ts";
import { deliverEvents, HASTY } from "../support/deliveries.ts";
import { hub as command } from "../support/hub-command.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { HERE, NEARBY, recordMove, startRegister, THERE } from "../support/moves.ts";
import { hubSettings, makeDataFolder, openToProcesses } from "../support/running-hub.ts";

const PATIENCE_MS = 10_000;
let hub: TestHub;
let delivery: RunningDelivery | undefined;

/** 1001 and 1002 live here, as the grid knows, and nobody has moved yet. */
async function startAgain(): Promise<void> {
  await startRegister(hub);
  await hub.sql`truncate population.event_deliveries, grid.residents, grid.inbox`;
  await hub.sql`insert into grid.residents values (1001, ${HERE}), (1002, ${HERE})`;
}
const areasOfGrid = async () => {
  const rows = await hub.sql<{ area: string }[]>`select area_code as area from grid.residents order by resident_id`;
  return rows.map(({ area }) => area);
};
const deliveriesTo = (hearer: string) => hub.sql<{ id: string; resident: string; state: string; tries: number }[]>`
  select event_id as id, resident_id::text as resident, state, tries from population.event_deliveries
  where hearer = ${hearer} and name = 'ResidentMoved' order by event_id`;
const statesAtGrid = async () => (await deliveriesTo("grid")).map(({ resident, state }) => `${resident} ${state}`);
let moves = 0;
const move = (residentId: string, areaCode: string) =>
  recordMove(hub, { key: `a-key-of-a-move-${(moves += 1)}`, residentId, areaCode });

describe.each([{ overHttp: false }, { overHttp: true }])("a move, with departments %j", ({ overHttp }) => {
  const log = captureLog();
  beforeAll(async () => {
    hub = await openHub({ overHttp });
    delivery = await deliverEvents(hub, log.logger);
  });
  afterAll(async () => {
    await delivery?.close();
    await hub.close();
  });
  beforeEach(startAgain);

  test("is followed by who keeps the area, and entered once", async () => {
    await move("1001", THERE);
    await expect.poll(areasOfGrid, { timeout: PATIENCE_MS }).toEqual([THERE, HERE]);
    await expect.poll(statesAtGrid, { timeout: PATIENCE_MS }).toEqual(["1001 HEARD"]);
    const jobsLeft = async () => (await hub.sql`select from graphile_worker.jobs`).length;
    await expect.poll(jobsLeft, { timeout: PATIENCE_MS }).toBe(0);
    const moved = await hub.sql`select handler from grid.inbox where handler = 'population/ResidentMoved@1'`;
    expect(moved).toEqual([{ handler: "population/ResidentMoved@1" }]);
  });

  test("is followed after the queue has ended because a job could not be released", async () => {
    const rights = "delete on graphile_worker._private_jobs";
    await hub.sql.unsafe(`revoke ${rights} from onedoor_population_system`);
    await move("1001", THERE);
    await expect.poll(statesAtGrid, { timeout: PATIENCE_MS }).toEqual(["1001 HEARD"]);
    const told = () => log.lines().map(({ msg }) => msg);
    await expect.poll(told, { timeout: PATIENCE_MS }).toContain("the queue of events has ended");
    await hub.sql.unsafe(`grant ${rights} to onedoor_population_system`);
    await move("1002", NEARBY);
    await expect.poll(areasOfGrid, { timeout: PATIENCE_MS }).toEqual([THERE, NEARBY]);
  });

  test("is not heard of before it stands", async () => {
    await move("1001", "320105006999");
    expect(await deliveriesTo("grid")).toEqual([]);
  });
});

describe("an event that a department can't handle", () => {
  let place: Awaited<ReturnType<typeof makeDataFolder>>;
  beforeAll(async () => {
    hub = await openHub({ overHttp: true });
    await openToProcesses(hub);
    place = await makeDataFolder();
  });
  afterAll(async () => {
    await hub.close();
    await place.remove();
  });
  beforeEach(async () => {
    await startAgain();
    for (const [name, value] of Object.entries(hubSettings(hub, place.folder))) vi.stubEnv(name, value);
    // Nobody lives there, says the grid's own table for a while.
    await hub.sql`alter table grid.residents add constraint nobody_there check (area_code <> ${hub.sql.unsafe(`'${THERE}'`)})`;
    delivery = await deliverEvents(hub);
  });
  afterEach(async () => {
    await delivery?.close();
    vi.unstubAllEnvs();
    await hub.sql`alter table grid.residents drop constraint if exists nobody_there`;
  });
  const mend = () => hub.sql`alter table grid.residents drop constraint nobody_there`;
  /** 1001's first move can't be followed; a second one of 1001 and one of 1002 come after it. */
  const moveThrice = async (): Promise<string> => {
    await move("1001", THERE);
    await expect.poll(statesAtGrid, { timeout: PATIENCE_MS }).toEqual(["1001 DEAD"]);
    await move("1001", NEARBY);
    await move("1002", NEARBY);
    await expect.poll(statesAtGrid, { timeout: PATIENCE_MS }).toEqual(["1001 DEAD", "1001 WAITING", "1002 HEARD"]);
    expect(await areasOfGrid()).toEqual([HERE, NEARBY]);
    return (await deliveriesTo("grid"))[0]?.id ?? "";
  };

  test("is dead after as many tries as it has, and holds back that resident's later ones alone", async () => {
    const id = await moveThrice();
    const [dead] = await deliveriesTo("grid");
    expect(dead).toEqual({ id, resident: "1001", state: "DEAD", tries: HASTY.tries });
    const { code, out } = await command("events", "dead", "--hearer", "grid", "--json");
    const { events } = JSON.parse(out) as { events: { id: string; event: string; state: string; resident: string }[] };
    expect(code).toBe(0);
    expect(events).toMatchObject([
      { id, event: "population/ResidentMoved@1", hearer: "grid", state: "DEAD", tries: 3 },
    ]);
    expect(out).not.toMatch(/1001|3201|3202/);
  });

  test("is nothing to other hearers: they go on with the same resident and with others", async () => {
    await moveThrice();
    const others = () => hub.sql<{ hearer: string; told: string[] }[]>`
      select hearer, array_agg(resident_id || ' ' || state order by event_id) as told from population.event_deliveries
      where hearer <> 'grid' and name = 'ResidentMoved' group by hearer order by hearer`;
    const hearers = (await others()).map(({ hearer }) => hearer);
    expect(hearers).toEqual(expect.arrayContaining(["cases", "civil-affairs", "health"]));
    const heard = ["1001 HEARD", "1001 HEARD", "1002 HEARD"];
    await expect.poll(others, { timeout: PATIENCE_MS }).toEqual(hearers.map((hearer) => ({ hearer, told: heard })));
    expect(await statesAtGrid()).toEqual(["1001 DEAD", "1001 WAITING", "1002 HEARD"]);
  });

  test("is handled once it is replayed, and then what waited behind it", async () => {
    const id = await moveThrice();
    await mend();
    expect((await command("events", "replay", id)).code).toBe(0);
    await expect.poll(statesAtGrid, { timeout: PATIENCE_MS }).toEqual(["1001 HEARD", "1001 HEARD", "1002 HEARD"]);
    expect(await areasOfGrid()).toEqual([NEARBY, NEARBY]);
  });

  test("is not heard of again once it is dropped, and what waited behind it goes on", async () => {
    const id = await moveThrice();
    const { code, out } = await command("events", "drop", id, "--hearer", "grid");
    expect([code, out]).toEqual([0, `Dropped: ${id}, population/ResidentMoved@1 for grid.\n`]);
    await expect.poll(statesAtGrid, { timeout: PATIENCE_MS }).toEqual(["1001 DROPPED", "1001 HEARD", "1002 HEARD"]);
    const shown = JSON.parse((await command("events", "show", id, "--json")).out) as { events: { hearer: string }[] };
    expect(shown.events.find(({ hearer }) => hearer === "grid")).toMatchObject({ id, state: "DROPPED" });
  });

  test("is neither replayed nor dropped while it is not dead", async () => {
    await move("1002", NEARBY);
    await expect.poll(statesAtGrid, { timeout: PATIENCE_MS }).toEqual(["1002 HEARD"]);
    const id = (await deliveriesTo("grid"))[0]?.id ?? "";
    for (const act of ["replay", "drop"]) {
      expect(await command("events", act, id)).toEqual({
        code: 2,
        out: "",
        err: `The event ${id} is dead for nobody.\n`,
      });
    }
    expect((await command("events", "show", "01976e50-0000-7000-8000-000000000001")).code).toBe(2);
  });
});
