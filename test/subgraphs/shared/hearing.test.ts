import { randomUUID } from "node:crypto";
import postgres, { type ISql, type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grid } from "../../../subgraphs/grid/index.ts";
import { hear, type Handler, type HeardEvent } from "../../../subgraphs/shared/hear.ts";
import { type Hearing, openHearing } from "../../../subgraphs/shared/hearing.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

const MOVED: HeardEvent = {
  id: "01976e50-0000-7000-8000-000000000001",
  from: "population",
  name: "ResidentMoved",
  version: 1,
  residentId: "1001",
  areaCode: "320411122003",
  payload: { fromAreaCode: "320105006001", movedOn: "2026-11-01" },
  appendedAt: "2026-11-01T08:00:00.000Z",
};

let database: TestDatabase;
let admin: Sql;
let system: Sql;
let hearing: Hearing;

beforeAll(async () => {
  database = await createDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  system = postgres(database.urlFor("grid-system"), { max: 1, onnotice: () => undefined });
  hearing = hearingOf(grid.handlers ?? []);
});
afterAll(async () => {
  await Promise.all([hearing.close(), admin.end(), system.end()]);
  await database.drop();
});
beforeEach(async () => {
  await admin`truncate grid.residents, grid.inbox`;
  await admin`insert into grid.residents values (1001, '320105006001'), (1002, '320105006001')`;
});

const hearingOf = (handlers: readonly Handler[]) =>
  openHearing({ department: "grid", url: database.urlFor("grid-system"), handlers });
const areas = async () => {
  const rows = await admin<{ area: string }[]>`select area_code as area from grid.residents order by resident_id`;
  return rows.map(({ area }) => area);
};
const countAs = async (sql: ISql) => {
  const [row] = await sql<{ rows: number }[]>`select count(resident_id)::int as rows from grid.residents`;
  return row?.rows;
};

describe("an event", () => {
  test("changes the rows of the one whom it is about", async () => {
    expect(await hearing.hear(MOVED)).toBe("HANDLED");
    expect(await areas()).toEqual(["320411122003", "320105006001"]);
  });

  test("is handled once, however often and however much at once it comes", async () => {
    let times = 0;
    const counting = hearingOf([hear("population", "ResidentMoved", 1, async () => void (times += 1))]);
    const heard = await Promise.all([1, 2, 3, 4].map(() => counting.hear(MOVED)));
    await counting.close();
    expect(heard.sort()).toEqual(["HANDLED", "REPEATED", "REPEATED", "REPEATED"]);
    expect(times).toBe(1);
  });

  test("that is not handled leaves nothing, and can come again", async () => {
    let fails = true;
    const [move] = grid.handlers ?? [];
    const failing = hearingOf([
      hear("population", "ResidentMoved", 1, async (transaction, event) => {
        await move?.handle(transaction, event);
        if (fails) throw new Error("not now");
      }),
    ]);
    expect(await failing.hear(MOVED)).toBe("FAILED");
    expect(await areas()).toEqual(["320105006001", "320105006001"]);
    fails = false;
    expect(await failing.hear(MOVED)).toBe("HANDLED");
    expect(await areas()).toEqual(["320411122003", "320105006001"]);
    await failing.close();
  });

  test("is unknown in another version, of another department, or by another name", async () => {
    for (const other of [{ version: 2 }, { from: "grid" }, { name: "ResidentMarried" }]) {
      expect(await hearing.hear({ ...MOVED, ...other })).toBe("UNKNOWN");
    }
  });
});

describe("the login of the system", () => {
  test("sees nothing without an event", async () => {
    expect(await countAs(system)).toBe(0);
  });

  test("sees one resident with one, and can claim nobody's areas beside", async () => {
    await system.begin(async (sql) => {
      await sql`select onedoor.set_handler(${randomUUID()}, 1001)`;
      expect(await countAs(sql)).toBe(1);
      await sql`select onedoor.set_viewer('{32}', 1002)`;
      expect(await countAs(sql)).toBe(1);
    });
    await system.begin(async (sql) => {
      await sql`select onedoor.set_viewer('{32}', 1002)`;
      expect(await countAs(sql)).toBe(0);
    });
    expect(await countAs(system)).toBe(0);
  });

  test("changes nobody else", async () => {
    const changed = await system.begin(async (sql) => {
      await sql`select onedoor.set_handler(${randomUUID()}, 1001)`;
      return sql`update grid.residents set area_code = '32' returning resident_id`;
    });
    expect(changed).toMatchObject([{ resident_id: "1001" }]);
  });

  test.each(["", "1001 or true", "null", "-1"])("sees nothing where the claim is %j", async (claim) => {
    await system.begin(async (sql) => {
      await sql`select set_config('onedoor.event_id', ${randomUUID()}, true), set_config('onedoor.event_resident', ${claim}, true)`;
      expect(await countAs(sql)).toBe(0);
    });
  });

  test("is the only one whose claim of an event counts", async () => {
    const clerk = postgres(database.urlFor("grid"), { max: 1, onnotice: () => undefined });
    await clerk.begin(async (sql) => {
      await sql`select onedoor.set_handler(${randomUUID()}, 1001)`;
      const [row] = await sql`select onedoor.handles(1001) as handles`;
      expect(row).toEqual({ handles: false });
      expect(await countAs(sql)).toBe(0);
    });
    await clerk.end();
  });
});
