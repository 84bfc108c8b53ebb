import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schemaOf } from "../../hub/migrate/login.ts";
import { emptySnapshot, readTables, root, snapshotOf, statementsBetween } from "../../migrations/snapshot.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { describeSchema } from "./describe-schema.ts";

const departments = readdirSync(join(root, "migrations"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map((entry) => entry.name);
const withTables = departments.filter((name) => existsSync(join(root, "subgraphs", name, "tables.ts")));

let migrated: TestDatabase;
let declared: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  [migrated, declared] = [await createDatabase(), await createDatabase()];
  sql = postgres(migrated.adminUrl, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end();
  await Promise.all([migrated.drop(), declared.drop()]);
});

test("there are departments to look at", () => {
  expect(withTables.length).toBeGreaterThan(0);
});

describe.each(withTables)("subgraphs/%s/tables.ts", (department) => {
  test("says what the migrations make", async () => {
    const schema = schemaOf(department);
    const statements = await statementsBetween(emptySnapshot, snapshotOf(await readTables(department)));
    const other = postgres(declared.adminUrl, { max: 1, onnotice: () => undefined });
    try {
      await other.unsafe(`drop schema ${schema} cascade; create schema ${schema}; ${statements.join(";\n")}`).simple();
      expect(await describeSchema(other, schema)).toEqual(await describeSchema(sql, schema));
    } finally {
      await other.end();
    }
  });
});

describe.each(withTables.filter((name) => existsSync(snapshotFile(name))))(
  "migrations/%s/snapshot.json",
  (department) => {
    test("is of tables.ts as it stands: the next migration is worked out from it", async () => {
      const kept: unknown = JSON.parse(readFileSync(snapshotFile(department), "utf8"));
      expect(kept).toEqual(JSON.parse(JSON.stringify(snapshotOf(await readTables(department)))));
    });
  },
);

describe.each(departments)("the tables of %s", (department) => {
  test("that say where or whose a row is have forced row security", async () => {
    const open = await sql`
      select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = ${schemaOf(department)}::regnamespace and c.relkind in ('r', 'p')
        and a.attname in ('area_code', 'resident_id') and not (c.relrowsecurity and c.relforcerowsecurity)`;
    expect(open.map((row) => row["relname"] as string)).toEqual([]);
  });

  test("keep area codes in byte order, in which an area is one range", async () => {
    const other = await sql`
      select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = ${schemaOf(department)}::regnamespace and c.relkind in ('r', 'p')
        and a.attname = 'area_code' and a.attcollation <> '"C"'::regcollation`;
    expect(other.map((row) => row["relname"] as string)).toEqual([]);
  });
});

function snapshotFile(department: string): string {
  return join(root, "migrations", department, "snapshot.json");
}
