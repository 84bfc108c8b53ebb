import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { findTables } from "../../../hub/backup/catalogue.ts";
import { createEmptyDatabase, type TestDatabase } from "../../support/database.ts";
import { hub, type Ran } from "../../support/hub-command.ts";
import { makeDataFolder } from "../../support/running-hub.ts";

vi.setConfig({ testTimeout: 120_000 });

const CALL_KEY = "the call key of a test, which is long enough";

interface Place {
  readonly database: TestDatabase;
  readonly audit: TestDatabase;
  readonly data: string;
}

let source: Place;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  source = await makePlace();
  expect((await run(source, "seed", "--residents", "300")).err).not.toMatch(/\n {4}at /);
  // Looks, seals and an anchor: each export is entered in the record.
  expect(await run(source, "audit", "export", join(source.data, "first.jsonl"))).toMatchObject({ code: 0 });
  await asAdmin(source.database.adminUrl, async (sql) => {
    await sql`create table grid.later (id bigserial primary key, note text collate "C" not null default '-', at date)`;
    await sql`insert into grid.later (note) values ('a\ttab'), (E'two\nlines'), ('\\N')`;
    await sql`create index later_note on grid.later (note)`;
  });
}, 120_000);
afterAll(() => Promise.all(closing.map((close) => close())));
afterEach(() => vi.unstubAllEnvs());

/** Two databases, one of them the audit department's own, and a data folder. */
async function makePlace(): Promise<Place> {
  const [database, audit, data] = [await createEmptyDatabase(), await createEmptyDatabase(), await makeDataFolder()];
  closing.push(database.drop, audit.drop, data.remove);
  return { database, audit, data: data.folder };
}

async function run({ database, audit, data }: Place, ...argv: string[]): Promise<Ran> {
  vi.stubEnv("DATABASE_URL", database.adminUrl);
  vi.stubEnv("DATABASE_URL_AUDIT", audit.adminUrl);
  vi.stubEnv("ONEDOOR_DATA", data);
  vi.stubEnv("ONEDOOR_CALL_KEY", CALL_KEY);
  try {
    return await hub(...argv);
  } finally {
    vi.unstubAllEnvs();
  }
}

async function asAdmin<Result>(url: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** What every table holds, as a hash of its rows in order of their text; and where every sequence stands. */
async function contentsOf(place: Place): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const url of [place.database.adminUrl, place.audit.adminUrl]) {
    await asAdmin(url, async (sql) => {
      for (const { schema, name } of await findTables(sql)) {
        const [found] = await sql`
          select md5(coalesce(string_agg(md5(t::text), '' order by t::text), '')) as hash, count(*)::integer as rows
          from ${sql(schema)}.${sql(name)} t`;
        all[`${schema}.${name}`] = found;
      }
      const sequences = await sql<{ name: string; at: string | null }[]>`
        select schemaname || '.' || sequencename as name, last_value::text as at from pg_sequences`;
      for (const { name, at } of sequences) all[name] = at;
    });
  }
  return all;
}

const backupIn = (place: Place, name: string) => join(place.data, name);

describe("hub backup and hub restore", () => {
  test("bring every table back, that of a later version too, and the record proves itself", async () => {
    const folder = backupIn(source, "backup");
    const before = await contentsOf(source);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    const made = await run(source, "backup", folder, "--json");
    expect(made).toMatchObject({ code: 0 });
    const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as Record<string, unknown[]>;
    expect(manifest["databases"]).toHaveLength(2);
    expect(manifest["leftOut"]?.length).toBeGreaterThan(3);
    for (const path of await readdir(folder, { recursive: true })) {
      const found = await stat(join(folder, path));
      expect(found.mode & 0o077, path).toBe(0);
    }
    // What is entered from now on is not in the backup.
    await run(source, "audit", "export", join(source.data, "second.jsonl"));

    const target = await makePlace();
    const restored = await run(target, "restore", folder);
    expect([restored.code, restored.err]).toEqual([0, expect.not.stringMatching(/\n {4}at /)]);
    expect(await contentsOf(target)).toEqual(before);
    for (const name of ["keys.json", "seal-key.json", "anchor.jsonl"]) {
      expect((await stat(join(target.data, name))).mode & 0o077, name).toBe(0);
    }
    const exported = join(target.data, "export.jsonl");
    expect(await run(target, "audit", "export", exported)).toMatchObject({ code: 0 });
    const anchor = join(target.data, "anchor.jsonl");
    expect(await run(target, "audit", "verify", exported, "--anchor", anchor)).toMatchObject({ code: 0 });
    // Logins are derived again, and row security holds for them.
    const own = postgres(target.database.adminUrl, { max: 1, onnotice: () => undefined });
    const [rights] =
      await own`select has_table_privilege('onedoor_population', 'population.residents', 'select') as yes,
      relforcerowsecurity as forced from pg_class where oid = 'population.residents'::regclass`;
    await own.end();
    expect(rights).toEqual({ yes: true, forced: true });
  });

  test("refuse what is not empty, is not whole, or is not there, and change nothing", async () => {
    const folder = backupIn(source, "second-backup");
    expect(await run(source, "backup", folder)).toMatchObject({ code: 0 });
    expect((await run(source, "backup", folder)).err).toContain("is not empty: give a folder that is not there yet.");
    const before = await contentsOf(source);
    expect((await run(source, "restore", folder)).err).toMatch(/The database is not empty/);
    expect(await contentsOf(source)).toEqual(before);

    const target = await makePlace();
    expect((await run(target, "restore", join(folder, "nothing"))).err).toContain("holds no backup");
    const table = join(folder, "databases/1/population.residents.copy.gz");
    const bytes = await readFile(table);
    await writeFile(table, Buffer.concat([bytes.subarray(0, -1), Buffer.from([255 - (bytes.at(-1) ?? 0)])]));
    const damaged = await run(target, "restore", folder);
    expect([damaged.code, damaged.err]).toEqual([
      1,
      expect.stringMatching(/is not as it was backed up.*Nothing was restored/),
    ]);
    expect(await contentsOf(target)).toEqual({});
    await writeFile(table, bytes);
    await writeFile(join(target.data, "keys.json"), "{}");
    expect((await run(target, "restore", folder)).err).toMatch(/keys\.json is there already, with other content/);
    expect(await contentsOf(target)).toEqual({});
  });

  test("a restore that was cut off lets no hub start, and can be run again", async () => {
    const folder = backupIn(source, "third-backup");
    const before = await contentsOf(source);
    await run(source, "backup", folder);
    const target = await makePlace();
    await asAdmin(target.audit.adminUrl, (sql) =>
      sql`create schema onedoor`.then(
        () => sql`create table onedoor.restore_under_way (began_at timestamptz default now())`,
      ),
    );
    const early = await run(target, "audit", "export", join(target.data, "early.jsonl"));
    expect([early.code, early.err]).toEqual([
      1,
      expect.stringMatching(/restore .* was not finished: run hub restore/i),
    ]);
    expect(await run(target, "restore", folder)).toMatchObject({ code: 0 });
    expect(await contentsOf(target)).toEqual(before);
  });

  test("a backup while rows are changed is of one moment", async () => {
    const folder = backupIn(source, "fourth-backup");
    await asAdmin(source.database.adminUrl, async (sql) => {
      await sql`create table grid.one (n integer)`;
      await sql`create table population.two (n integer)`;
      await sql`insert into grid.one values (0)`;
      await sql`insert into population.two values (0)`;
      let isDone = false;
      const change = async () => {
        // Both in one transaction: in a backup of one moment they are the same.
        while (!isDone)
          await sql.unsafe("begin; update grid.one set n = n + 1; update population.two set n = n + 1; commit");
      };
      const changing = change();
      expect(await run(source, "backup", folder)).toMatchObject({ code: 0 });
      isDone = true;
      await changing;
    });
    const target = await makePlace();
    expect(await run(target, "restore", folder)).toMatchObject({ code: 0 });
    const [found] = await asAdmin(
      target.database.adminUrl,
      (sql) => sql`select one.n > 0 as changed, one.n = two.n as same from grid.one, population.two`,
    );
    expect(found).toEqual({ changed: true, same: true });
  });
});
