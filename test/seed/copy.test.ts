import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRows } from "../../hub/copy/copy-rows.ts";
import { type CopyValue, TableRows } from "../../hub/copy/rows.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";

const target = { schema: "onedoor", table: "copied", columns: ["id", "value"] };
let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await createDatabase();
  sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  await sql`create table onedoor.copied (id bigint primary key, value text)`;
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

describe("copyRows", () => {
  test("brings every character and null through unchanged", async () => {
    const values = ["a\tb", "a\nb\r\n", "\\", "\\N", "\\.", "", "欧阳·𠮷", null, "\\t\t\\"];
    await copy(values.map((value, id) => [id, value]));
    const rows = await sql<{ value: string | null }[]>`select value from onedoor.copied order by id`;
    expect(rows.map(({ value }) => value)).toEqual(values);
  });

  test("takes more rows than fit into one buffer", async () => {
    await copy(Array.from({ length: 20_000 }, (_, id) => [1_000 + id, "江苏省".repeat(10)]));
    const [count] = await sql`select count(*)::int from onedoor.copied where id >= 1000`;
    expect(count).toEqual({ count: 20_000 });
  });

  test("fails when the server refuses a row, at the beginning or after the last byte", async () => {
    await expect(copy([["not a number", null]])).rejects.toMatchObject({ code: "22P02" });
    await expect(
      copy([
        [50_000, "one"],
        [50_000, "two"],
      ]),
    ).rejects.toMatchObject({ code: "23505" });
    await copy([[50_000, "the connection can still be used"]]);
  });
});

async function copy(values: readonly CopyValue[][]): Promise<void> {
  const rows = new TableRows();
  for (const row of values) rows.add(row);
  const session = await sql.reserve();
  try {
    await copyRows(session, target, rows.bytes());
  } finally {
    session.release();
  }
}
