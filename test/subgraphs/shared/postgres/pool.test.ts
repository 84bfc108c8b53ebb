import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { setTimeout as pause } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openPool, type Pool } from "../../../../subgraphs/shared/postgres/pool.ts";
import { misroutedAnswers, withTicket } from "../../../../subgraphs/shared/postgres/ticket.ts";
import { type DatabaseProxy, openDatabaseProxy } from "../../../support/database-proxy.ts";
import { createDatabase, type TestDatabase } from "../../../support/database.ts";

const ROWS = 500;
const STATEMENT_WITHIN_MS = 700;
const BY_KEY = withTicket("select key, value from public.answers where key = any($1::int[])", 1);
const SLEEP = withTicket("select pg_sleep($1::float8)::text", 1);
const ADD = withTicket("select public.add_answer($1::int)::int as key", 1);

let database: TestDatabase;
let sql: Sql;
let proxy: DatabaseProxy;
let misrouted = 0;
const count = () => void (misrouted += 1);
const opened: Pool[] = [];

beforeAll(async () => {
  database = await createDatabase();
  sql = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
  await sql.unsafe(`create table public.answers (key int primary key, value text not null);
    insert into public.answers select n, 'value of ' || n from generate_series(1, ${ROWS}) n;
    create function public.add_answer(key int) returns int language sql as
      $$ insert into public.answers values (key, 'added') returning key $$;`);
  proxy = await openDatabaseProxy(database.adminUrl);
  subscribe(misroutedAnswers.name, count);
});
afterEach(async () => {
  proxy.alter(null);
  await proxy.heal();
  await Promise.all(opened.splice(0).map((pool) => pool.close()));
  misrouted = 0;
});
afterAll(async () => {
  unsubscribe(misroutedAnswers.name, count);
  await proxy.close();
  await sql.end();
  await database.drop();
});

function open(size: number, statementWithinMs = STATEMENT_WITHIN_MS, name = "onedoor test"): Pool {
  const pool = openPool({ url: proxy.through(database.adminUrl), name, size, statementWithinMs });
  opened.push(pool);
  return pool;
}

const read = (pool: Pool, ...keys: number[]) => pool.read(BY_KEY, [`{${keys.join(",")}}`]);
const rowOf = (key: number) => ({ key, value: `value of ${key}` });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error as { code?: string }).code ?? "none",
  );
const connectionsOf = async (name: string) =>
  (await sql`select pid from pg_stat_activity where application_name = ${name} and datname = current_database()`)
    .length;

/** Changes the first sign of every ticket in what the server says. */
const otherTickets = (said: Buffer): Buffer =>
  Buffer.from(said.toString("latin1").replace(/[\da-f](?=[\da-f]{15}-[\da-z]+)/g, "x"), "latin1");

describe("a read", () => {
  test("gives its rows, and none where there is none", async () => {
    const pool = open(2);
    expect(await read(pool, 7, 8)).toEqual([rowOf(7), rowOf(8)]);
    expect(await read(pool, ROWS + 1)).toEqual([]);
  });

  test("carries texts of any length and writing, numbers, truths and nothing", async () => {
    const pool = open(1);
    const echo = withTicket("select $1::text as given, length($1::text) as length, $2::text is null as nothing", 2);
    const texts = ["", "甲", "a".repeat(48), "ä".repeat(49), "值".repeat(40_000)];
    const many = Array.from({ length: 200 }, (_, at) => "一".repeat(at));
    const asked = [...texts, ...many].map(async (given) => [given, await pool.read(echo, [given, null])] as const);
    for (const [given, rows] of await Promise.all(asked)) {
      expect(rows).toEqual([{ given, length: given.length, nothing: true }]);
    }
  });

  test("that the server can't prepare is an error each time, and others on the connection do not notice", async () => {
    const pool = open(1);
    const wrong = withTicket("select nonsense from public.answers", 0);
    const answers = [codeOf(pool.read(wrong, [])), read(pool, 1), codeOf(pool.read(wrong, [])), read(pool, 2)];
    expect(await Promise.all(answers)).toEqual(["42703", [rowOf(1)], "42703", [rowOf(2)]]);
    expect(await codeOf(pool.read(wrong, []))).toBe("42703");
  });

  test("is answered with its own rows while types of columns change, columns come and go, and indexes are made anew", async () => {
    const pool = open(3, 10_000);
    let isOver = false;
    const faults: string[] = [];
    const asker = async (start: number): Promise<number> => {
      let asked = 0;
      for (let key = start; !isOver; key = (key % ROWS) + 1) {
        const rows = await read(pool, key, ROWS + key);
        if (JSON.stringify(rows) !== JSON.stringify([rowOf(key)])) faults.push(`${key}: ${JSON.stringify(rows)}`);
        asked += 1;
      }
      return asked;
    };
    const asking = Array.from({ length: 24 }, (_, at) => asker(1 + at * 20));
    for (let round = 0; round < 12; round += 1) {
      await sql.unsafe(`alter table public.answers alter column value type ${round % 2 === 0 ? "varchar" : "text"}`);
      await sql.unsafe(`alter table public.answers add column extra int default ${round}`);
      await sql.unsafe("reindex table public.answers");
      await sql.unsafe("alter table public.answers drop column extra");
      await pause(50);
    }
    isOver = true;
    const asked = await Promise.all(asking);
    expect(faults).toEqual([]);
    expect(Math.min(...asked)).toBeGreaterThan(10);
    expect(misrouted).toBe(0);
  });

  test.each([
    ["of its own with another ticket", () => otherTickets],
    [
      "of the statement before",
      () => {
        let last: Buffer | null = null;
        return (said: Buffer) => {
          const earlier = last ?? said;
          last = said;
          return earlier;
        };
      },
    ],
  ])("is refused an answer %s, and its connection is closed", async (_what, alter) => {
    const pool = open(1, STATEMENT_WITHIN_MS, "onedoor refused");
    await read(pool, 1);
    proxy.alter(alter());
    // With one connection, what was said before was said to it.
    const first = await codeOf(read(pool, 2));
    const codes = first === null ? [await codeOf(read(pool, 3))] : [first];
    expect(codes).toEqual(["MISROUTED_ANSWER"]);
    expect(misrouted).toBe(1);
    proxy.alter(null);
    expect(await read(pool, 4)).toEqual([rowOf(4)]);
    await expect.poll(() => connectionsOf("onedoor refused"), { timeout: 5_000 }).toBe(1);
  });

  test("that comes back too late is an error, and its connection is given up", async () => {
    const pool = open(1);
    const startedAt = performance.now();
    expect(await codeOf(pool.read(SLEEP, [30]))).toBe("STATEMENT_TIMEOUT");
    expect(performance.now() - startedAt).toBeLessThan(STATEMENT_WITHIN_MS + 1_000);
    expect(await read(pool, 5)).toEqual([rowOf(5)]);
  });
});

describe("a change", () => {
  const isThere = async (key: number) => (await sql`select 1 from public.answers where key = ${key}`).length === 1;

  test("stands once its answer has been proven", async () => {
    const pool = open(1);
    expect(await pool.transact((prove) => prove(ADD, [10_001]))).toEqual([{ key: 10_001 }]);
    expect(await pool.change("select public.add_answer($1::int) as key", [10_002])).toEqual([{ key: 10_002 }]);
    expect([await isThere(10_001), await isThere(10_002)]).toEqual([true, true]);
  });

  test.each([
    ["in its own answer", (pool: Pool, key: number) => pool.transact((prove) => prove(ADD, [key])), 10_003],
    [
      "in the one after it",
      (pool: Pool, key: number) => pool.change("select public.add_answer($1::int)", [key]),
      10_004,
    ],
  ])("is taken back where the proof fails: %s", async (_where, change, key) => {
    const pool = open(1);
    await read(pool, 1);
    let isAsked = false;
    // The first ticket is of the statement that begins.
    proxy.alter((said) => {
      const isTicket = /[\da-f]{16}-[\da-z]+/.test(said.toString("latin1"));
      if (!isTicket) return said;
      if (isAsked) return otherTickets(said);
      isAsked = true;
      return said;
    });
    expect(await codeOf(change(pool, key))).toBe("MISROUTED_ANSWER");
    proxy.alter(null);
    expect(await isThere(key)).toBe(false);
  });

  test("that the database refuses leaves the connection as it was", async () => {
    const pool = open(1);
    const pidOf = withTicket("select pg_backend_pid() as pid", 0);
    const before = await pool.read(pidOf, []);
    expect(await codeOf(pool.transact((prove) => prove(ADD, [1])))).toBe("23505");
    expect(await pool.read(pidOf, [])).toEqual(before);
  });
});

describe("a pool", () => {
  test("asks on one connection as long as it answers soon, and puts no read behind one that takes long", async () => {
    const pool = open(2, 10_000, "onedoor soon");
    for (let key = 1; key <= 5; key += 1) await Promise.all([read(pool, key), read(pool, key + 1)]);
    expect(await connectionsOf("onedoor soon")).toBe(1);
    let isAwake = false;
    const nap = pool.read(SLEEP, [3]).then(() => (isAwake = true));
    await pause(100);
    // The first that finds it asleep has another opened, and waits.
    const behind = read(pool, 1);
    await expect.poll(() => connectionsOf("onedoor soon")).toBe(2);
    expect(await read(pool, 2)).toEqual([rowOf(2)]);
    expect(isAwake).toBe(false);
    await Promise.all([nap, behind]);
  });

  test("gives changes a connection of their own, one at a time", async () => {
    const pool = open(3, 10_000, "onedoor naps");
    const naps = Array.from({ length: 10 }, () => pool.change("select pg_sleep($1::float8)", [0.05]));
    const reads = Array.from({ length: 100 }, (_, at) => read(pool, at + 1));
    const startedAt = performance.now();
    expect(await Promise.all(reads)).toEqual(reads.map((_, at) => [rowOf(at + 1)]));
    await Promise.all(naps);
    // Ten naps of 50 ms, two at a time.
    expect(performance.now() - startedAt).toBeGreaterThan(200);
    expect(await connectionsOf("onedoor naps")).toBeLessThanOrEqual(5);
  });

  test("goes on after its connections were reset, and reads do not notice", async () => {
    const pool = open(3);
    await Promise.all([1, 2, 3].map((key) => read(pool, key)));
    proxy.reset();
    expect(await Promise.all([4, 5, 6, 7].map((key) => read(pool, key)))).toEqual(
      [4, 5, 6, 7].map((key) => [rowOf(key)]),
    );
  });

  test("finds out that connections have died without a word, and goes on", async () => {
    const pool = open(3);
    await Promise.all([1, 2, 3].map(() => pool.read(SLEEP, [0.05])));
    proxy.silence();
    const startedAt = performance.now();
    expect(await codeOf(read(pool, 1))).toBe("STATEMENT_TIMEOUT");
    // One has found it out for all.
    expect(await read(pool, 2)).toEqual([rowOf(2)]);
    expect(performance.now() - startedAt).toBeLessThan(STATEMENT_WITHIN_MS * 2);
  });

  test("says within a second that nobody listens, and is back at once", async () => {
    const pool = open(2);
    await read(pool, 1);
    await proxy.stop();
    for (let at = 0; at < 5; at += 1) {
      const startedAt = performance.now();
      expect(await codeOf(read(pool, 1))).not.toBeNull();
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }
    await proxy.heal();
    expect(await read(pool, 2)).toEqual([rowOf(2)]);
  });

  test("says within a second that nothing passes, once it has found out", async () => {
    const pool = open(2);
    await read(pool, 1);
    proxy.freeze();
    await codeOf(read(pool, 1));
    const startedAt = performance.now();
    expect(await Promise.all(Array.from({ length: 20 }, () => codeOf(read(pool, 1))))).not.toContain(null);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await proxy.heal();
    await expect.poll(() => codeOf(read(pool, 2)), { timeout: 10_000 }).toBeNull();
  });
});
