import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { installedEvents } from "../../hub/events/installed-events.ts";
import { allHearersOf } from "../../schema/events/event-book.ts";
import { hub as command } from "../support/hub-command.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { HERE, recordMove, startRegister, THERE } from "../support/moves.ts";
import {
  addressSetting,
  hubSettings,
  makeDataFolder,
  openToProcesses,
  runHub,
  type RunningHub,
} from "../support/running-hub.ts";

const PATIENCE_MS = 60_000;
let hub: TestHub;
let place: Awaited<ReturnType<typeof makeDataFolder>>;
const running: RunningHub[] = [];

beforeAll(async () => {
  hub = await openHub({ overHttp: true });
  await openToProcesses(hub);
  place = await makeDataFolder();
});
afterAll(async () => {
  for (const one of running) one.process.kill("SIGKILL");
  await hub.close();
  await place.remove();
});
beforeEach(async () => {
  await startRegister(hub);
  await hub.sql`truncate population.event_deliveries, grid.residents, grid.inbox`;
  await hub.sql`insert into grid.residents values (1001, ${HERE}), (1002, ${HERE})`;
});

async function serve(department: string, settings: Record<string, string> = {}): Promise<RunningHub> {
  const given = { ...hubSettings(hub, place.folder), ...settings };
  const one = await runHub(["serve", department, "--port", "0"], given);
  running.push(one);
  return one;
}
/** Population in a process of its own, which delivers to the grid in another one, and to others here. */
function servePopulation(gridUrl: string): Promise<RunningHub> {
  const addresses = allHearersOf(installedEvents(), "population").map((hearer) =>
    addressSetting(hearer, hearer === "grid" ? gridUrl : (hub.addresses.get(hearer) ?? "")),
  );
  return serve("population", Object.assign({}, ...addresses) as Record<string, string>);
}
async function kill({ process }: RunningHub): Promise<void> {
  const ended = once(process, "exit");
  process.kill("SIGKILL");
  await ended;
}
const areaAtGrid = async () => {
  const [row] = await hub.sql<
    { area: string }[]
  >`select area_code as area from grid.residents where resident_id = 1001`;
  return row?.area;
};
const stateAtGrid = async () => {
  const [row] = await hub.sql<{ state: string }[]>`
    select state from population.event_deliveries where hearer = 'grid' and name = 'ResidentMoved'`;
  return row?.state;
};
const heardAtGrid = async () =>
  (await hub.sql`select from grid.inbox where handler = 'population/ResidentMoved@1'`).length;
const isHandling = async () => {
  const found = await hub.sql`select from pg_stat_activity where datname = current_database()
    and usename = 'onedoor_grid_system' and wait_event_type = 'Lock'`;
  return found.length > 0;
};

test("an event is heard by a handler in another process, and by it once when either is killed in between", async () => {
  let grid = await serve("grid");
  let population = await servePopulation(`${grid.url}/graphql`);
  await recordMove(hub);
  await expect.poll(areaAtGrid, { timeout: PATIENCE_MS }).toBe(THERE);
  await expect.poll(stateAtGrid, { timeout: PATIENCE_MS }).toBe("HEARD");

  // Who delivers is killed while the hearer works.
  await recordMove(hub, { key: "a-second-move-of-1001", areaCode: HERE });
  await expect.poll(areaAtGrid, { timeout: PATIENCE_MS }).toBe(HERE);
  await hub.sql`truncate population.event_deliveries, grid.inbox`;
  await hub.sql.begin(async (sql) => {
    await sql`lock table grid.residents in exclusive mode`;
    await recordMove(hub, { key: "a-third-move-of-1001" });
    await expect.poll(isHandling, { timeout: PATIENCE_MS }).toBe(true);
    await kill(population);
  });
  // The hearer has done its part; nobody knows yet.
  await expect.poll(areaAtGrid, { timeout: PATIENCE_MS }).toBe(THERE);
  expect(await stateAtGrid()).toBe("WAITING");

  // The hearer is killed while it works.
  await hub.sql`truncate grid.inbox`;
  await hub.sql`update grid.residents set area_code = ${HERE}`;
  await hub.sql.begin(async (sql) => {
    await sql`lock table grid.residents in exclusive mode`;
    population = await servePopulation(`${grid.url}/graphql`);
    await expect.poll(isHandling, { timeout: PATIENCE_MS }).toBe(true);
    await kill(grid);
  });
  await kill(population);
  expect([await areaAtGrid(), await heardAtGrid(), await stateAtGrid()]).toEqual([HERE, 0, "WAITING"]);
  grid = await serve("grid");
  population = await servePopulation(`${grid.url}/graphql`);
  await expect.poll(stateAtGrid, { timeout: PATIENCE_MS }).toBe("HEARD");
  expect([await areaAtGrid(), await heardAtGrid()]).toEqual([THERE, 1]);
}, 300_000);

test("a department that delivers does not start without the address of who hears", async () => {
  for (const [name, value] of Object.entries(hubSettings(hub, place.folder))) vi.stubEnv(name, value);
  const { code, err } = await command("serve", "population", "--port", "0");
  vi.unstubAllEnvs();
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^population delivers its events itself, .*: set .*SUBGRAPH_GRID_URL.*\.\n$/),
  ]);
});
