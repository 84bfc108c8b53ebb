import postgres, { type Sql } from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSealsAfter } from "../../../hub/sealing/seal-log.ts";
import { sealHash } from "../../../hub/sealing/seal.ts";
import { openAccessLog } from "../../../subgraphs/index.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { accessRecord, accessRecordOf } from "../../support/rows/audit.ts";
import { withSealer } from "../../support/sealer.ts";

let database: TestDatabase;
let sql: Sql;
beforeEach(async () => {
  database = await createDatabase();
  sql = postgres(database.adminUrl, { max: 8, onnotice: () => undefined });
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

/** How often each record is sealed, by its request id. */
async function sealedTimes(): Promise<Record<string, number>> {
  const rows = await sql<{ id: string; times: number }[]>`
    select request_id as id, (select count(*)::int from audit.seals s where s.positions @> r.position) as times
    from audit.access_records r order by request_id`;
  return Object.fromEntries(rows.map(({ id, times }) => [id, times]));
}
const onceEach = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, 1]));

describe("sealing", () => {
  test("covers every record once, in seals of bounded size, each naming the one before", async () => {
    const ids = Array.from({ length: 10 }, (_, at) => `look-${at}`);
    for (const requestId of ids) await accessRecord(sql, { requestId });
    await withSealer(database.urlFor, (sealer) => sealer.sealAll(), { mostRecords: 4 });
    expect(await sealedTimes()).toEqual(onceEach(ids));
    const seals = await readSealsAfter(sql, 0, 100);
    expect(seals.map(({ number, count }) => [number, count])).toEqual([
      [1, 4],
      [2, 4],
      [3, 2],
    ]);
    expect(seals.slice(1).map(({ previousHash }) => previousHash)).toEqual(seals.slice(0, 2).map(sealHash));
  });

  test("orders transactions as numbers, not as words", async () => {
    for (const id of [8, 99, 100, 9, 10, 11]) {
      await accessRecord(sql, { requestId: `of ${id}` });
      await sql`update audit.access_records set transaction = ${String(id)}::text::xid8 where request_id = ${`of ${id}`}`;
    }
    await withSealer(database.urlFor, (sealer) => sealer.sealAll(), { mostRecords: 2 });
    expect(Object.values(await sealedTimes())).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("makes no seal over nothing", async () => {
    await withSealer(database.urlFor, (sealer) => sealer.sealAll());
    expect(await readSealsAfter(sql, 0, 1)).toEqual([]);
  });

  test("finds records that got their positions early and were committed late", async () => {
    await withSealer(database.urlFor, async (sealer) => {
      // Both write before either ends; the first position is the last to become visible.
      const [early, late] = [await sql.reserve(), await sql.reserve()];
      await early`begin`;
      await accessRecord(early, { requestId: "early" });
      await late`begin`;
      await accessRecord(late, { requestId: "late" });
      await late`commit`;
      await sealer.sealAll();
      expect(await sealedTimes()).toEqual({ late: 1 });
      await accessRecord(sql, { requestId: "later" });
      await sealer.sealAll();
      await early`commit`;
      await sealer.sealAll();
      early.release();
      late.release();
    });
    expect(await sealedTimes()).toEqual({ early: 1, late: 1, later: 1 });
  });

  test("leaves the place of what was rolled back empty", async () => {
    await accessRecord(sql, { requestId: "a" });
    await sql
      .begin(async (transaction) => {
        await accessRecord(transaction as unknown as Sql, { requestId: "never" });
        throw new Error("back");
      })
      .catch(() => undefined);
    await accessRecord(sql, { requestId: "b" });
    await withSealer(database.urlFor, (sealer) => sealer.sealAll());
    const [seal] = await readSealsAfter(sql, 0, 1);
    expect(seal?.positions).toBe("{[1,2),[3,4)}");
  });

  test("loses nothing that is appended meanwhile, by several sealers at once", async () => {
    const log = openAccessLog(database.urlFor("audit"));
    const ids: string[] = [];
    let isOver = false;
    const append = async (writer: number) => {
      for (let at = 0; at < 40; at += 1) {
        const group = Array.from({ length: 3 }, (_, one) => `${writer}-${at}-${one}`);
        ids.push(...group);
        await log.append(group.map((requestId) => accessRecordOf({ requestId })));
      }
    };
    const sealOn = () =>
      withSealer(
        database.urlFor,
        async (sealer) => {
          while (!isOver) await sealer.sealAll();
        },
        { mostRecords: 7 },
      );
    const sealers = [sealOn(), sealOn(), sealOn()];
    await Promise.all([append(1), append(2), append(3)]).finally(() => (isOver = true));
    await Promise.all(sealers);
    await log.close();
    expect(await sealedTimes()).toEqual(onceEach(ids));
    const seals = await readSealsAfter(sql, 0, 1_000);
    expect(seals.length).toBeGreaterThan(3);
  });

  test("does not stop when the clock is set back", async () => {
    await withSealer(database.urlFor, async (sealer) => {
      await accessRecord(sql, { requestId: "before" });
      await sealer.sealAll();
      await sql`update audit.seals set sealed_at = now() + interval '1 hour'`;
      await accessRecord(sql, { requestId: "after" });
      await sealer.sealAll().catch(() => undefined);
    });
    expect(await sealedTimes()).toEqual(onceEach(["before", "after"]));
  });

  test("makes appending wait for nothing", async () => {
    await accessRecord(sql);
    const held = await sql.reserve();
    // What a sealer in the middle of its work holds.
    await held`begin`;
    await held`select pg_advisory_xact_lock(6305017242)`;
    await held`select * from audit.access_records`;
    await held`insert into audit.looked_at values ('somebody', 1)`;
    const log = openAccessLog(database.urlFor("audit"));
    await log.append([accessRecordOf({ requestId: "meanwhile" })]);
    await log.close();
    await held`rollback`;
    held.release();
  });

  test("goes on where transactions count anew, as in a database restored from a dump", async () => {
    await accessRecord(sql, { requestId: "before" });
    await withSealer(database.urlFor, (sealer) => sealer.sealAll());
    await accessRecord(sql, { requestId: "unsealed before" });
    await sql`update audit.access_records set transaction = (transaction::text::bigint + 4000000000)::text::xid8`;
    await sql`update audit.seals set complete_before = (complete_before::text::bigint + 4000000000)::text::xid8,
      last_transaction = (last_transaction::text::bigint + 4000000000)::text::xid8`;
    await accessRecord(sql, { requestId: "after" });
    await withSealer(database.urlFor, (sealer) => sealer.sealAll());
    await accessRecord(sql, { requestId: "long after" });
    await withSealer(database.urlFor, (sealer) => sealer.sealAll());
    expect(await sealedTimes()).toEqual(onceEach(["before", "unsealed before", "after", "long after"]));
  });
});

describe("the logins", () => {
  const FORBIDDEN = "42501";
  const failureOf = (statement: Promise<unknown>) =>
    statement.then(
      () => "none",
      (error: unknown) => (error as { code: string }).code,
    );

  test("of the hub and of the sealer change and delete neither records nor seals", async () => {
    await accessRecord(sql);
    await withSealer(database.urlFor, (sealer) => sealer.sealAll());
    for (const login of ["audit", "audit-sealer"]) {
      const own = postgres(database.urlFor(login), { max: 1, onnotice: () => undefined });
      for (const table of ["access_records", "seals", "seal_keys", "looked_at", "withholdings"]) {
        for (const statement of [`delete from audit.${table}`, `truncate audit.${table}`]) {
          expect(`${login} ${statement} ${await failureOf(own.unsafe(statement))}`).toBe(
            `${login} ${statement} ${FORBIDDEN}`,
          );
        }
      }
      for (const change of ["access_records set viewer_id = ''", "seals set root = ''", "looked_at set position = 9"]) {
        expect(`${login} ${change} ${await failureOf(own.unsafe(`update audit.${change}`))}`).toBe(
          `${login} ${change} ${FORBIDDEN}`,
        );
      }
      await own.end();
    }
  });

  test("add what is theirs and nothing else", async () => {
    await accessRecord(sql);
    await withSealer(database.urlFor, (sealer) => sealer.sealAll());
    const hub = postgres(database.urlFor("audit"), { max: 1, onnotice: () => undefined });
    const sealer = postgres(database.urlFor("audit-sealer"), { max: 1, onnotice: () => undefined });
    for (const table of ["seals", "seal_keys", "looked_at"]) {
      expect(await failureOf(hub.unsafe(`insert into audit.${table} select * from audit.${table}`))).toBe(FORBIDDEN);
    }
    const copy = "insert into audit.access_records select * from audit.access_records";
    expect(await failureOf(sealer.unsafe(copy))).toBe(FORBIDDEN);
    // An entry that names its own transaction could pass for one that was sealed long ago.
    const columns =
      "record_id, request_id, viewer_id, area_code, roles, areas, roles_hash, operation_hash, returned, masked, refused, residents";
    const values = "gen_random_uuid(), '', '', '', '{}', '{}', '', '', '{}', '{}', '{}', '{}'";
    for (const [column, value] of [
      ["transaction", "'1'"],
      ["position", "1"],
      ["recorded_at", "now()"],
    ]) {
      const statement = `insert into audit.access_records (${columns}, ${column ?? ""}) values (${values}, ${value ?? ""})`;
      expect(await failureOf(hub.unsafe(statement))).toBe(FORBIDDEN);
    }
    await hub.end();
    await sealer.end();
  });
});
