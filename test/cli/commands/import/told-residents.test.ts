import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { readEvents } from "../../../../subgraphs/shared/department-events.ts";
import { createDatabase, type TestDatabase } from "../../../support/database.ts";
import { hub } from "../../../support/hub-command.ts";
import { makeDataFolder } from "../../../support/running-hub.ts";

const VILLAGE = "320105006901";
const OTHER_VILLAGE = "320105006902";
const HEADER = "id_number,name,area_code,household_id,address";

let database: TestDatabase;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
let admin: Sql;
let file = "";

beforeAll(async () => {
  data = await makeDataFolder();
});
afterAll(() => data.remove());
beforeEach(async () => {
  database = await createDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  file = join(data.folder, "residents.csv");
  await admin`insert into population.areas (code, name) values (${VILLAGE}, '迎宾社区'), (${OTHER_VILLAGE}, '吉祥社区')`;
  vi.stubEnv("DATABASE_URL", database.adminUrl);
  vi.stubEnv("ONEDOOR_DATA", data.folder);
  vi.stubEnv("ONEDOOR_CALL_KEY", "the call key of a test, which is long enough");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await admin.end();
  await database.drop();
});

/** One made-up resident, born on 1990-01-01. */
function lineOf({ name = "郭君", area = VILLAGE, household = "1001" } = {}): string {
  return ["329901199001010016", name, area, household, "一号路2号"].join(",");
}

async function load(text: string): Promise<object> {
  await writeFile(file, text);
  const { out } = await hub("import", "residents", file, "--json");
  return out === "" ? {} : (JSON.parse(out) as object);
}

async function refusedLines(): Promise<string[]> {
  const [, ...lines] = (await readFile(`${file}.refused.csv`, "utf8")).trimEnd().split("\n");
  return lines;
}

describe("hub import residents tells others", () => {
  const DEAD_TOO = `${HEADER},died_on`;
  const told = () => admin<{ id: string; name: string; area: string; payload: Record<string, string>; by: string }[]>`
    select resident_id::text as id, name, area_code as area, payload, account as by from population.outbox order by event_id`;
  const toHear = () => admin<{ name: string; hearer: string }[]>`
    select name, hearer from population.event_deliveries where hearer in ('grid', 'cases') and state = 'WAITING'
    order by event_id, hearer`;
  const today = new Date().toLocaleDateString("sv", { timeZone: "Asia/Shanghai" });
  const forget = async () => {
    await admin`truncate population.outbox, population.event_deliveries`;
    await admin`delete from graphile_worker._private_jobs`;
  };

  test("of those it did not hold, who were not born, in the words of events.graphql", async () => {
    await load([HEADER, lineOf({})].join("\n"));
    const registeredOn = today;
    expect(await told()).toEqual([
      {
        ...{ id: "1", name: "ResidentRegistered", area: VILLAGE, payload: { registeredOn } },
        by: "command:import residents",
      },
    ]);
    expect(await toHear()).toEqual([{ name: "ResidentRegistered", hearer: "grid" }]);
    expect(await admin`select task_identifier as task, key from graphile_worker.jobs`).toEqual([
      { task: "deliver population", key: "population>grid 1" },
    ]);
  });

  test("of a move, another household and a death, in this order and once, and counts a change", async () => {
    await load([HEADER, lineOf({})].join("\n"));
    await forget();
    const all = [DEAD_TOO, `${lineOf({ area: OTHER_VILLAGE, household: "2002" })},2026/11/3`].join("\n");
    expect(await load(all)).toMatchObject({ changed: 1 });
    const events = readEvents(new URL("../../../../subgraphs/population/index.ts", import.meta.url).href);
    const rows = await told();
    for (const { id, name, area, payload } of rows) {
      expect(() => events.make(name, { residentId: id, areaCode: area }, payload)).not.toThrow();
    }
    expect(rows.map(({ name, area, payload }) => ({ name, area, payload }))).toEqual([
      { name: "ResidentMoved", area: OTHER_VILLAGE, payload: { fromAreaCode: VILLAGE, movedOn: today } },
      {
        ...{ name: "HouseholdChanged", area: OTHER_VILLAGE },
        payload: { fromHouseholdId: "1001", toHouseholdId: "2002", reason: "REGISTER", changedOn: today },
      },
      { name: "ResidentDied", area: OTHER_VILLAGE, payload: { diedOn: "2026-11-03" } },
    ]);
    expect(await toHear()).toEqual([
      { name: "ResidentMoved", hearer: "cases" },
      { name: "ResidentMoved", hearer: "grid" },
    ]);
    expect(await load(all)).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await told()).toEqual(rows);
    const entry = await admin`select died_on::text as died, version from population.residents`;
    expect(entry).toEqual([{ died: "2026-11-03", version: 2 }]);
  });

  test("nothing of a name or a telephone, and keeps a day of death that the file has not", async () => {
    await load([DEAD_TOO, `${lineOf({})},2026-11-03`].join("\n"));
    expect((await told()).map(({ name }) => name)).toEqual(["ResidentRegistered", "ResidentDied"]);
    await forget();
    expect(await load([DEAD_TOO, `${lineOf({ name: "郭军" })},`].join("\n"))).toMatchObject({ changed: 1 });
    expect(await told()).toEqual([]);
    expect(await admin`select died_on::text as died from population.residents`).toEqual([{ died: "2026-11-03" }]);
  });

  test.each([
    ["1989-12-31", /died_on is before the day of birth/],
    ["2099-01-01", /died_on is yet to come/],
    ["2026-02-30", /died_on is not a date/],
  ])("nothing of a death on %s, which keeps the line out", async (day, reason) => {
    await load([DEAD_TOO, `${lineOf({})},${day}`].join("\n"));
    expect(await refusedLines()).toEqual([expect.stringMatching(reason)]);
    expect(await told()).toEqual([]);
  });
});
