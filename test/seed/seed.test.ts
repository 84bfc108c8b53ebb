import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seedInstallation } from "../../cli/seed-installation.ts";
import { schemaOf } from "../../hub/migrate/login.ts";
import { seededDepartments } from "../../seed/departments/departments.ts";
import { dayText, todayInChina } from "../../seed/draw/calendar.ts";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { seed, type SeedOptions } from "../../seed/seed.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { SEED_DAY } from "../support/seed-day.ts";

let database: TestDatabase;
let sql: postgres.Sql;
let options: SeedOptions;

beforeEach(async () => {
  database = await createDatabase();
  sql = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
  options = { urlOf: () => database.adminUrl, residents: 300, seed: 1, today: SEED_DAY };
});

afterEach(async () => {
  await sql.end();
  await database.drop();
});

describe("seed", () => {
  test("loads every department and reports what it loaded", async () => {
    const progress: [number, number][] = [];
    const report = await seed({ ...options, onProgress: (done, total) => progress.push([done, total]) });
    expect(report).toMatchObject({ residents: 300, seed: 1, today: SEED_DAY, loadedBefore: [] });
    expect(report.rows["population.residents"]).toBe(300);
    expect(await counts()).toEqual(report.rows);
    expect(progress).toEqual([
      [0, 300],
      [300, 300],
    ]);
    const [wan] = await sql`
      select name, id_number from population.residents where resident_id = ${demoResidents.wanRenxing.residentId}`;
    expect(wan).toEqual({ name: "万仁兴", id_number: demoResidents.wanRenxing.idNumber });
  });

  test("is as of the day it runs in China, unless another is asked for", async () => {
    const { today, ...undated } = options;
    expect(today).toBe(SEED_DAY);
    const days = [todayInChina()];
    const report = await seed(undated);
    days.push(todayInChina());
    expect(days.map(dayText)).toContain(report.today);
    const [latest] = await sql`select max(opened_on)::text as day from cases.cases`;
    expect(String(latest?.["day"]) <= report.today).toBe(true);
    expect(String(latest?.["day"]) > dayText(todayInChina() - 60)).toBe(true);
    await expect(seed(options)).rejects.toThrow(`--today ${report.today}`);
  });

  test("loads the same rows into another database, and a larger load begins with the smaller one's", async () => {
    await seed(options);
    const other = await createDatabase();
    const otherSql = postgres(other.adminUrl, { max: 1 });
    try {
      await seed({ ...options, urlOf: () => other.adminUrl, residents: 3_000 });
      const here = await sql`select * from medical_insurance.claims order by claim_id`;
      const there = await otherSql`
        select * from medical_insurance.claims where resident_id <= 1000000300 order by claim_id`;
      expect(here.length).toBeGreaterThan(100);
      expect([...there]).toEqual([...here]);
    } finally {
      await otherSql.end();
      await other.drop();
    }
  });

  test("loads departments that live in different databases", async () => {
    const other = await createDatabase();
    const otherSql = postgres(other.adminUrl, { max: 1 });
    try {
      const urlOf = (name: string) => (name === "medical-insurance" ? other.adminUrl : database.adminUrl);
      const report = await seed({ ...options, urlOf });
      const [here] = await sql`select count(*)::int from medical_insurance.enrolments`;
      const [there] = await otherSql`select count(*)::int from medical_insurance.enrolments`;
      expect([here?.["count"], there?.["count"]]).toEqual([0, report.rows["medical-insurance.enrolments"]]);
    } finally {
      await otherSql.end();
      await other.drop();
    }
  });

  test("refuses a second time, and says how to start over", async () => {
    await seed(options);
    const before = await counts();
    await expect(seed(options)).rejects.toThrow(/already holds these 300 residents.*To start over/);
    await expect(seed({ ...options, seed: 2 })).rejects.toThrow(/already holds demo data \(--residents 300 --seed 1/);
    await expect(seed({ ...options, residents: 301 })).rejects.toThrow(/already holds demo data/);
    expect(await counts()).toEqual(before);
  });

  test("goes on with a database that was seeded before there was a province", async () => {
    await sql`create table onedoor.seed_runs (department text primary key, seed bigint not null,
      residents bigint not null, today date not null, generator integer not null, loaded_at timestamptz)`;
    await seed(options);
    const runs = await sql`select distinct extent, residents::int from onedoor.seed_runs`;
    expect([...runs]).toEqual([{ extent: "DEMO", residents: 300 }]);
  });

  test("refuses rows that no seed put there", async () => {
    await sql`insert into population.households (household_id, area_code) values (1, '320105006901')`;
    await expect(seed(options)).rejects.toThrow("population.households already holds rows that no seed put there");
    expect(await counts()).toMatchObject({
      "population.households": 1,
      "population.residents": 0,
      "accounts.accounts": 0,
    });
  });

  test("keeps nothing when it is stopped, and loads everything when it is run again", async () => {
    const stop = new AbortController();
    const large = { ...options, residents: 5_000 };
    const stopped = seed({ ...large, signal: stop.signal, onProgress: (done) => done > 2_000 && stop.abort() });
    await expect(stopped).rejects.toThrow("Stopped: nothing was kept. Run the same command again");
    expect(new Set(Object.values(await counts()))).toEqual(new Set([0]));
    const report = await seed(large);
    expect(await counts()).toEqual(report.rows);
    // What the first run had written was cleared, not left as dead rows behind the second one's.
    const [size] = await sql`select min(ctid::text) as first from population.residents where resident_id = 1000000001`;
    expect(size).toEqual({ first: "(0,1)" });
  });

  test("stops on Ctrl-C", async () => {
    const listeners = process.listenerCount("SIGINT");
    const installation = { adminUrlOf: () => database.adminUrl };
    const interrupted = seedInstallation(installation, { ...options, residents: 5_000 });
    process.emit("SIGINT");
    await expect(interrupted).rejects.toThrow("Stopped");
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  });

  test("keeps nothing when a connection breaks, and says what to do", async () => {
    const large = { ...options, residents: 20_000 };
    let isCut: Promise<unknown> | undefined;
    const broken = seed({
      ...large,
      onProgress: (done) => {
        if (done > 0) isCut ??= cut("onedoor seed medical-insurance");
      },
    });
    await expect(broken).rejects.toThrow("The connection to the database of medical-insurance was lost");
    await isCut;
    expect(new Set(Object.values(await counts()))).toEqual(new Set([0]));
  });

  test("loads only what is missing after a run that ended between two departments", async () => {
    const report = await seed(options);
    await sql`truncate population.areas, population.service_centres, population.centre_townships,
      population.residents, population.households`;
    await sql`delete from onedoor.seed_runs where department = 'population'`;
    await expect(seed({ ...options, seed: 2 })).rejects.toThrow("already holds demo data");
    const second = await seed(options);
    expect(second.loadedBefore).toEqual([
      "accounts",
      "civil-affairs",
      "health",
      "medical-insurance",
      "social-security",
      "taxation",
      "market-regulation",
      "utilities",
      "housing-fund",
      "grid",
      "services",
      "cases",
      "monitoring",
    ]);
    expect(Object.keys(second.rows).every((table) => table.startsWith("population."))).toBe(true);
    expect(await counts()).toEqual(report.rows);
  });

  test("refuses while another seed is loading", async () => {
    let second: Promise<unknown> | undefined;
    const refused = () => expect(seed(options)).rejects.toThrow("Another seed is loading accounts right now");
    const startSecond = () => {
      second ??= refused();
    };
    await seed({ ...options, residents: 5_000, onProgress: startSecond });
    await second;
    expect((await counts())["population.residents"]).toBe(5_000);
  });

  test("names the right that is needed when row security stands in the way", async () => {
    const login = `onedoor_test_${database.adminUrl.split("_").at(-1) ?? ""}`;
    await sql.unsafe(`create role ${login} login password 'plain'`);
    try {
      await sql.unsafe(`grant connect on database ${new URL(database.adminUrl).pathname.slice(1)} to ${login}`);
      for (const schema of [...seededDepartments.map(({ name }) => schemaOf(name)), "onedoor"]) {
        await sql.unsafe(`grant all on schema ${schema} to ${login}`);
        await sql.unsafe(`grant all on all tables in schema ${schema} to ${login}`);
      }
      const url = new URL(database.adminUrl);
      [url.username, url.password] = [login, "plain"];
      const refusal = seed({ ...options, urlOf: () => url.href });
      await expect(refusal).rejects.toThrow(`alter role "${login}" bypassrls`);
    } finally {
      await sql.unsafe(`drop owned by ${login}`);
      await sql.unsafe(`drop role ${login}`);
    }
  });

  test.each([
    [{ residents: 6 }, "--residents must be"],
    [{ residents: 2.5 }, "--residents must be"],
    [{ residents: 100_000_000 }, "--residents must be"],
    [{ seed: -1 }, "--seed must be"],
    [{ today: "2026-02-30" }, "--today must be a date"],
    [{ today: "1999-01-01" }, "--today must be a date"],
  ])("refuses %j", async (wrong, sentence) => {
    await expect(seed({ ...options, ...wrong })).rejects.toThrow(sentence);
  });
});

async function counts(): Promise<Record<string, number>> {
  const tables = seededDepartments.flatMap(({ name, tables: own }) =>
    Object.keys(own).map((table) => [`${name}.${table}`, `${schemaOf(name)}.${table}`] as const),
  );
  const found: Record<string, number> = {};
  for (const [name, table] of tables) {
    const [row] = await sql<{ count: number }[]>`select count(*)::int from ${sql(table)}`;
    found[name] = row?.count ?? -1;
  }
  return found;
}

async function cut(application: string): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${application} and datname = current_database()`;
}
