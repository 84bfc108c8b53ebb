import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AnchorEntry, readAnchor } from "../../../hub/sealing/anchor.ts";
import { canonical } from "../../../hub/sealing/canonical-json.ts";
import type { ExportLine, ExportRange } from "../../../hub/sealing/export-lines.ts";
import { exportLog } from "../../../hub/sealing/export-log.ts";
import { leafHash } from "../../../hub/sealing/merkle.ts";
import { loadSealKey, newKey, type SealKey } from "../../../hub/sealing/seal-keys.ts";
import { sealerLogin } from "../../../hub/sealing/sealer.ts";
import { type Verdict, verifyExport, type VerifyOptions } from "../../../hub/sealing/verify-export.ts";
import { keepSession, type LastingSession } from "../../../subgraphs/shared/postgres/session.ts";
import { chunks } from "../../support/chunks.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { indexOf, linesOf, sealIndexOf, swapSeals, written } from "../../support/export-lines.ts";
import { accessRecord } from "../../support/rows/audit.ts";
import { runs } from "../../support/runs.ts";
import { withSealer } from "../../support/sealer.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const WHOLE: ExportRange = { fromPosition: null, toPosition: null, since: null, until: null };
const EDITS = 10_000;

let database: TestDatabase;
let sql: Sql;
let login: LastingSession;
let key: SealKey;
let anchor: readonly AnchorEntry[];
const folder = await temporaryFolder("onedoor-export-");

beforeAll(async () => {
  database = await createDatabase();
  sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  login = keepSession(sealerLogin(database.urlFor("audit-sealer")));
  key = await loadSealKey(folder.path, newKey());
});
afterAll(() => Promise.all([login.close(), sql.end(), folder.remove()]).then(() => database.drop()));

/** Four seals of three records each, anchored. */
beforeEach(async () => {
  await sql`truncate audit.access_records, audit.seals, audit.looked_at restart identity`;
  await withSealer(
    database.urlFor,
    async (sealer, file) => {
      for (let at = 0; at < 12; at += 1) {
        await accessRecord(sql, {
          id: recordId(at + 1),
          requestId: `look-${at}`,
          purpose: at % 2 === 0 ? null : "duty:核对 “低保” \\ 材料",
        });
      }
      await sealer.sealAll();
      anchor = (await readAnchor(file)).entries;
    },
    { key, mostRecords: 3 },
  );
});

const recordId = (position: number) => `00000000-0000-4000-8000-${String(position).padStart(12, "0")}`;

async function exported(range: ExportRange = WHOLE, signer = key): Promise<Buffer> {
  const file = join(folder.path, "export.jsonl");
  await exportLog(login, { file, range, key: signer, signal: new AbortController().signal });
  return readFile(file);
}

const verify = (bytes: Buffer, options: VerifyOptions = {}) => verifyExport(chunks(bytes), options);

const faultOf = (verdict: Verdict) => (verdict.ok ? null : verdict.fault);

describe("an export that nobody changed", () => {
  test("is intact, by itself and beside its anchor", async () => {
    const bytes = await exported();
    const found = { records: 12, seals: 4, anchored: 0, keyIds: [key.id], exportedAt: expect.any(String) as string };
    expect(await verify(bytes)).toEqual({ ok: true, found });
    expect(await verify(bytes, { anchor })).toEqual({ ok: true, found: { ...found, anchored: 4 } });
    expect(await verify(bytes, { trustedKeys: new Set([key.id]) })).toMatchObject({ ok: true });
  });

  test("is intact however its bytes arrive", async () => {
    const bytes = await exported();
    for (const size of [1, 7, 65_536]) expect(await verifyExport(chunks(bytes, size))).toMatchObject({ ok: true });
  });

  test("is intact when it is of a log without an entry", async () => {
    await sql`truncate audit.access_records, audit.seals`;
    expect(await verify(await exported(), { anchor: [] })).toMatchObject({ ok: true, found: { records: 0, seals: 0 } });
  });

  test.each([
    [{ fromPosition: "5" }, [2, 3, 4]],
    [{ toPosition: "4" }, [1, 2]],
    [{ fromPosition: "4", toPosition: "6" }, [2]],
    [{ fromPosition: "13" }, []],
    [{ until: "2025-06-01T08:00:00.000Z" }, [1, 2, 3, 4]],
    [{ since: "2025-06-01T08:00:00.001Z" }, []],
  ])("is intact when it is of %j: seals %j, whole", async (part, numbers) => {
    const bytes = await exported({ ...WHOLE, ...part });
    expect(linesOf(bytes).flatMap((line) => (line.type === "seal" ? [line.seal.number] : []))).toEqual(numbers);
    const isPart = numbers.length > 0 && "fromPosition" in part;
    expect(await verify(bytes, isPart ? { anchor } : {})).toMatchObject({
      ok: true,
      found: { records: numbers.length * 3 },
    });
  });

  test("is intact over keys that were changed in between", async () => {
    const next = await loadSealKey(folder.path, newKey());
    await accessRecord(sql, { requestId: "under the next key" });
    await withSealer(database.urlFor, (sealer) => sealer.sealAll(), { key: next });
    expect(await verify(await exported(WHOLE, next))).toMatchObject({ ok: true, found: { keyIds: [key.id, next.id] } });
  });
});

describe("a change in the database", () => {
  test.each([
    ["viewer_id = 'somebody else'"],
    ["purpose = 'case:1'"],
    ["recorded_at = recorded_at + interval '1 microsecond'"],
    ["residents = '{}'"],
    ["kind = 'LOG_READ'"],
    ["refused = refused || '{Resident.name}'"],
  ])("%s is found, and its record named", async (change) => {
    await sql.unsafe(`update audit.access_records set ${change} where position = 5`);
    expect(faultOf(await verify(await exported()))).toMatchObject({
      in: "record",
      position: "5",
      recordId: recordId(5),
    });
  });

  test("that takes a record out names it", async () => {
    await sql`delete from audit.access_records where position in (6, 11)`;
    expect(faultOf(await verify(await exported()))).toMatchObject({
      in: "record",
      position: "6",
      what: "is missing from seal 2",
    });
  });

  test("that puts another record in the place of one is found", async () => {
    await sql`delete from audit.access_records where position = 5`;
    await sql`update audit.access_records set position = 5 where position = 12`;
    expect(faultOf(await verify(await exported()))).toMatchObject({ in: "record", position: "5" });
  });

  test("of a record and of its hash is found by the seal", async () => {
    await sql`update audit.access_records set viewer_id = '' where position = 5`;
    const leaf = await leafOfPosition(5);
    await sql`update audit.seals set leaves = overlay(leaves placing decode(${leaf}, 'hex') from 33 for 32) where number = 2`;
    expect(faultOf(await verify(await exported()))).toMatchObject({ in: "seal", seal: 2 });
  });

  test.each([
    ["root = repeat('0', 64)"],
    ["record_count = 2"],
    ["positions = '{[4,6)}'"],
    ["sealed_at = sealed_at + interval '1 millisecond'"],
    ["previous_hash = repeat('0', 64)"],
  ])("of a seal, %s, names the seal", async (change) => {
    await sql.unsafe(`update audit.seals set ${change} where number = 2`);
    expect(faultOf(await verify(await exported()))).toMatchObject({ in: "seal", seal: 2 });
  });

  test("that takes the last seals and their records away is found by the anchor", async () => {
    await sql`delete from audit.access_records where position > 6`;
    await sql`delete from audit.seals where number > 2`;
    const bytes = await exported();
    // By itself a log that ends early is a log.
    expect(await verify(bytes)).toMatchObject({ ok: true });
    expect(faultOf(await verify(bytes, { anchor }))).toMatchObject({ in: "seal", seal: 3 });
  });

  test("is found by the anchor even if all was sealed anew with the right key", async () => {
    await sql`update audit.access_records set viewer_id = '' where position = 5`;
    await sql`truncate audit.seals`;
    await withSealer(database.urlFor, (sealer) => sealer.sealAll(), { key, mostRecords: 3 });
    const bytes = await exported();
    expect(await verify(bytes)).toMatchObject({ ok: true });
    expect(faultOf(await verify(bytes, { anchor }))).toMatchObject({
      in: "seal",
      what: "is not the one that was anchored",
    });
  });

  test("sealed anew with another key is found by whoever knows the right one", async () => {
    const other = await loadSealKey(folder.path, newKey());
    await sql`truncate audit.seals, audit.seal_keys`;
    await withSealer(database.urlFor, (sealer) => sealer.sealAll(), { key: other });
    const bytes = await exported(WHOLE, other);
    expect(faultOf(await verify(bytes, { trustedKeys: new Set([key.id]) }))).toMatchObject({
      in: "seal",
      seal: 1,
      what: "is signed with an unknown key",
    });
  });

  async function leafOfPosition(position: number): Promise<string> {
    const line = linesOf(await exported()).find(
      (one) => one.type === "record" && one.record.position === String(position),
    );
    if (line?.type !== "record") throw new Error("no such record");
    return leafHash(canonical(line.record)).toString("hex");
  }
});

describe("a change in the file", () => {
  type Change = (lines: ExportLine[]) => void;
  const move = (lines: ExportLine[], from: number, to: number) => lines.splice(to, 0, ...lines.splice(from, 1));
  const changes: [string, Change, object][] = [
    ["a record taken out", (lines) => lines.splice(indexOf(lines, 5), 1), { in: "record", position: "5" }],
    [
      "a record twice",
      (lines) => lines.splice(indexOf(lines, 5), 0, ...lines.slice(indexOf(lines, 5), indexOf(lines, 5) + 1)),
      { in: "record", position: "5" },
    ],
    [
      "two records the other way round",
      (lines) => move(lines, indexOf(lines, 5), indexOf(lines, 6)),
      { in: "record", position: "5" },
    ],
    [
      "a record under the next seal",
      (lines) => move(lines, indexOf(lines, 6), sealIndexOf(lines, 2)),
      { in: "record", position: "6" },
    ],
    ["a seal taken out", (lines) => lines.splice(sealIndexOf(lines, 2), 1), { in: "seal", seal: 3 }],
    [
      "a seal twice",
      (lines) =>
        lines.splice(sealIndexOf(lines, 2), 0, ...lines.slice(sealIndexOf(lines, 2), sealIndexOf(lines, 2) + 1)),
      { in: "seal", seal: 2 },
    ],
    ["two seals in each other's place", swapSeals, { in: "seal", seal: 3 }],
    ["the last seal and its records taken out", (lines) => lines.splice(sealIndexOf(lines, 3) + 1, 4), { in: "file" }],
    ["the first seal and its records taken out", (lines) => lines.splice(1, 4), { in: "file" }],
    ["the end taken out", (lines) => lines.splice(-1, 1), { in: "file", what: "has no end: it was cut off" }],
    ["something after the end", (lines) => lines.push(...lines.slice(-1)), { in: "file" }],
    ["no header", (lines) => lines.splice(0, 1), { in: "file" }],
    [
      "keys taken out of the header",
      (lines) => lines.splice(0, 1, { type: "header", version: 1, range: WHOLE, keys: [] }),
      { in: "seal", seal: 1, what: "is signed with an unknown key" },
    ],
  ];
  test.each(changes)("%s is found", async (_what, change, expected) => {
    const lines = linesOf(await exported());
    change(lines);
    expect(faultOf(await verify(written(lines)))).toMatchObject(expected);
  });

  test(`is found, whatever it is: ${EDITS} of them`, async () => {
    const bytes = await exported({ ...WHOLE, toPosition: "6" });
    const at = fc.nat(bytes.length - 1);
    const edit = fc.oneof(
      fc
        .tuple(at, fc.nat(255))
        .map(([where, byte]) =>
          Buffer.concat([bytes.subarray(0, where), Buffer.from([byte]), bytes.subarray(where + 1)]),
        ),
      fc
        .tuple(at, fc.uint8Array({ minLength: 1, maxLength: 20 }))
        .map(([where, added]) => Buffer.concat([bytes.subarray(0, where), added, bytes.subarray(where)])),
      fc
        .tuple(at, fc.integer({ min: 1, max: 400 }))
        .map(([where, length]) => Buffer.concat([bytes.subarray(0, where), bytes.subarray(where + length)])),
      fc.tuple(at, at, fc.integer({ min: 1, max: 900 })).map(([from, to, length]) => {
        const moved = bytes.subarray(from, from + length);
        const rest = Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
        return Buffer.concat([rest.subarray(0, to), moved, rest.subarray(to)]);
      }),
      // Characters that stand for the same value elsewhere: a blank, another digit, another way to write a letter.
      fc
        .tuple(at, fc.constantFrom(" ", "\n", "0", '"', ",", "\\u0030", "\r"))
        .map(([where, text]) => Buffer.concat([bytes.subarray(0, where), Buffer.from(text), bytes.subarray(where)])),
    );
    const property = fc.asyncProperty(edit, async (edited) => {
      fc.pre(!edited.equals(bytes));
      expect((await verifyExport(chunks(edited, 65_536))).ok).toBe(false);
    });
    await fc.assert(property, runs(EDITS));
  }, 120_000);
});
