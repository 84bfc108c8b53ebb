import { appendFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { departmentUrl, migrate } from "../../hub/migrate/migrate.ts";
import { createEmptyDatabase, type TestDatabase } from "../support/database.ts";
import { BOATS, boats, migrationsFolder, NETS, nets, write } from "./fixture.ts";

const loginSecret = "a secret of these tests";
const departments = ["fixture-boats", "fixture-nets"];

afterAll(() => dropLogins());

describe("migrate", () => {
  test("makes schemas, logins and tables, and a second time changes nothing", async () => {
    const database = await emptyDatabase();
    const folder = await migrationsFolder({ [BOATS]: boats, [NETS]: nets });
    await run(database, folder);
    const before = await stateOf(database);
    await run(database, folder);
    expect(await stateOf(database)).toEqual(before);
    expect(before).toEqual(expect.arrayContaining([expect.objectContaining({ department: "fixture-boats" })]));
    expect(await query(database.adminUrl, "select name from fixture_boats.boats")).toEqual([{ name: "渔船" }]);
  });

  test("from two processes at once applies each file once", async () => {
    const database = await emptyDatabase();
    const folder = await migrationsFolder({ [BOATS]: boats, [NETS]: nets });
    await Promise.all([1, 2, 3].map(() => run(database, folder)));
    expect(await query(database.adminUrl, "select count(*)::int as n from fixture_boats.boats")).toEqual([{ n: 1 }]);
  });

  test("of several databases at once makes their common logins once", async () => {
    await dropLogins();
    const databases = await Promise.all([1, 2, 3, 4].map(() => emptyDatabase()));
    const folder = await migrationsFolder({ [BOATS]: boats, [NETS]: nets });
    await Promise.all(databases.map((database) => run(database, folder)));
    for (const database of databases) {
      expect(await query(login(database, "fixture-nets"), "select net_id from fixture_nets.nets")).toEqual([
        { net_id: "1" },
      ]);
    }
  });

  test("keeps nothing of a file that fails, and says where it failed", async () => {
    const database = await emptyDatabase();
    const folder = await migrationsFolder({ [BOATS]: `${boats}select\n  nonsense;\n` });
    await expect(run(database, folder, ["fixture-boats"])).rejects.toMatchObject({
      name: "OperatorError",
      message: `migrations/${BOATS} failed at line 5: column "nonsense" does not exist. Nothing of it was kept; correct it and start again.`,
    });
    await expect(query(database.adminUrl, "table fixture_boats.boats")).rejects.toThrow("does not exist");
    await write(folder, { [BOATS]: boats });
    await run(database, folder, ["fixture-boats"]);
  });

  test("refuses a table whose schema was forgotten", async () => {
    const database = await emptyDatabase();
    const folder = await migrationsFolder({ [BOATS]: "create table stray (id bigint);\n" });
    await expect(run(database, folder, ["fixture-boats"])).rejects.toThrow(/no schema has been selected to create in/);
  });

  test("says that no server answers", async () => {
    const adminUrl = "postgres://nobody:x@127.0.0.1:1/none";
    await expect(migrate({ adminUrl, departments: [], loginSecret })).rejects.toMatchObject({
      name: "OperatorError",
      message: "No PostgreSQL server answers at 127.0.0.1:1: start it, or correct DATABASE_URL.",
    });
  });
});

describe("the files of a database that was migrated", () => {
  const refused: [string, (folder: string) => Promise<void>, string][] = [
    [
      "may not change",
      (folder) => appendFile(join(folder, BOATS), "-- one more word\n"),
      `migrations/${BOATS} was changed after it was applied: restore the file and put the change into a new migration.`,
    ],
    [
      "may not be gone",
      (folder) => rename(join(folder, BOATS), join(folder, "0001_add_boats.sql")),
      "The database has migration fixture-boats/0001_add_boats.sql, which this version of Onedoor does not know: a newer version ran here, so start that one.",
    ],
    [
      "may not be joined by an earlier one",
      (folder) => write(folder, { "fixture-boats/0000_add_oars.sql": "select 1;" }),
      "migrations/fixture-boats/0000_add_oars.sql is new but comes before 0001_add_boats.sql, which was already applied: give it the next free number.",
    ],
    [
      "may not share a number",
      (folder) => write(folder, { "fixture-boats/0001_add_oars.sql": "select 1;" }),
      "migrations/fixture-boats has two files with number 0001, 0001_add_boats.sql and 0001_add_oars.sql: renumber the one that is not merged yet.",
    ],
    [
      "are named in one way",
      (folder) => write(folder, { "fixture-boats/2-Oars.sql": "select 1;" }),
      "migrations/fixture-boats/2-Oars.sql is not named like 0012_add_renewals.sql (number, verb, subject): rename it.",
    ],
  ];
  test.each(refused)("%s", async (_, change, message) => {
    const database = await emptyDatabase();
    const folder = await migrationsFolder({ [BOATS]: boats });
    await run(database, folder, ["fixture-boats"]);
    await change(folder);
    await expect(run(database, folder, ["fixture-boats"])).rejects.toMatchObject({ name: "OperatorError", message });
  });

  test("may be checked out with other line ends", async () => {
    const database = await emptyDatabase();
    const folder = await migrationsFolder({ [BOATS]: boats });
    await run(database, folder, ["fixture-boats"]);
    await writeFile(join(folder, BOATS), boats.replaceAll("\n", "\r\n"));
    await run(database, folder, ["fixture-boats"]);
  });

  test("may be joined by later ones", async () => {
    const database = await emptyDatabase();
    const folder = await migrationsFolder({ [BOATS]: boats });
    await run(database, folder, ["fixture-boats"]);
    await write(folder, { "fixture-boats/0002_add_length.sql": "alter table fixture_boats.boats add length integer;" });
    await run(database, folder, ["fixture-boats"]);
    expect(await query(database.adminUrl, "select length from fixture_boats.boats")).toEqual([{ length: null }]);
  });
});

describe("a department's login", () => {
  test.each([
    ["reads its own tables", "select name from fixture_boats.boats", undefined],
    [
      "cannot read another department's",
      "select * from fixture_nets.nets",
      "permission denied for schema fixture_nets",
    ],
    ["cannot write what it may only read", "delete from fixture_boats.boats", "permission denied for table boats"],
    ["cannot make tables of its own", "create table fixture_boats.more (id bigint)", "permission denied for schema"],
    [
      "cannot make them in public either",
      "create table public.more (id bigint)",
      "permission denied for schema public",
    ],
    ["cannot make temporary ones", "create temporary table more (id bigint)", "permission denied to create temporary"],
    ["cannot switch row security off", "alter table fixture_boats.boats no force row level security", "must be owner"],
    ["cannot see what was migrated", "select * from onedoor.migrations", "permission denied for table migrations"],
    [
      "cannot become the administrator",
      `set role ${new URL(inject("cluster").adminUrl).username}`,
      "permission denied",
    ],
    ["cannot create roles", "create role another", "permission denied to create role"],
  ])("%s", async (_, statement, refusal) => {
    const database = await migrated();
    const asked = query(login(database, "fixture-boats"), statement);
    if (refusal === undefined) expect(await asked).toEqual([{ name: "渔船" }]);
    else await expect(asked).rejects.toThrow(refusal);
  });

  test("needs the right secret, and a new one once the secret changed", async () => {
    const database = await migrated();
    const withOther = departmentUrl(database.adminUrl, "another secret", "fixture-boats");
    await expect(query(withOther, "select 1")).rejects.toThrow("password authentication failed");
    await migrate({
      adminUrl: database.adminUrl,
      departments: [],
      loginSecret: "another secret",
      ...(await sharedOnly()),
    });
    await expect(query(withOther, "select 1")).rejects.toThrow("password authentication failed");
    const folder = await migrationsFolder({ [BOATS]: boats });
    await migrate({
      ...database,
      departments: ["fixture-boats"],
      loginSecret: "another secret",
      migrationsFolder: folder,
    });
    expect(await query(withOther, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("loses rights that it was given on the side", async () => {
    const database = await migrated();
    await query(database.adminUrl, "alter role onedoor_fixture_boats superuser bypassrls createdb");
    await run(database, await migrationsFolder({ [BOATS]: boats, [NETS]: nets }));
    const [role] = await query(
      database.adminUrl,
      "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolcanlogin from pg_roles where rolname = 'onedoor_fixture_boats'",
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      rolcanlogin: true,
    });
  });
});

describe("departmentUrl", () => {
  test("keeps host, database and parameters, and differs by department and by secret", () => {
    const url = departmentUrl(
      "postgres://admin:p%40ss@db.example:6432/gov?sslmode=require",
      "secret",
      "medical-insurance",
    );
    expect(url).toMatch(/^postgres:\/\/onedoor_medical_insurance:[0-9a-f]{64}@db\.example:6432\/gov\?sslmode=require$/);
    const password = (secret: string, department: string) =>
      new URL(departmentUrl("postgres://h/d", secret, department)).password;
    expect(new Set([password("a", "grid"), password("b", "grid"), password("a", "cases")]).size).toBe(3);
  });

  test("takes a department's name and nothing else", () => {
    expect(() => departmentUrl("postgres://h/d", "s", 'x"; drop')).toThrow("is not a department's name");
  });
});

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  return database;
}

async function migrated(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  await run(database, await migrationsFolder({ [BOATS]: boats, [NETS]: nets }));
  return database;
}

async function sharedOnly() {
  return { migrationsFolder: await migrationsFolder({}) };
}

async function run(database: TestDatabase, folder: string, names: readonly string[] = departments): Promise<void> {
  await migrate({ adminUrl: database.adminUrl, departments: names, loginSecret, migrationsFolder: folder });
}

function login(database: TestDatabase, department: string): string {
  return departmentUrl(database.adminUrl, loginSecret, department);
}

async function stateOf(database: TestDatabase): Promise<unknown[]> {
  return [
    ...(await query(database.adminUrl, "select * from onedoor.migrations order by 1, 2")),
    ...(await query(
      database.adminUrl,
      "select rolname, rolpassword from pg_authid where rolname ~ 'fixture' order by 1",
    )),
    ...(await query(database.adminUrl, "select nspname, nspacl::text from pg_namespace order by 1")),
    ...(await query(database.adminUrl, "select datacl::text from pg_database where datname = current_database()")),
  ];
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end();
  }
}

async function dropLogins(): Promise<void> {
  for (const name of ["onedoor_fixture_boats", "onedoor_fixture_nets"]) {
    await query(inject("cluster").adminUrl, `drop role if exists ${name}`);
  }
}
