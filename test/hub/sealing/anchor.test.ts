import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAnchor } from "../../../hub/sealing/anchor.ts";
import { newKey } from "../../../hub/sealing/seal-keys.ts";
import { readSealsAfter } from "../../../hub/sealing/seal-log.ts";
import { sealHash } from "../../../hub/sealing/seal.ts";
import { buildProgram } from "../../support/built-program.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { accessRecord } from "../../support/rows/audit.ts";
import { withSealer } from "../../support/sealer.ts";

let database: TestDatabase;
let sql: Sql;
beforeEach(async () => {
  database = await createDatabase();
  sql = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

describe("the anchor", () => {
  test("holds each seal once, by whichever sealer, and goes on after a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "onedoor-anchor-"));
    const anchorFile = join(folder, "below", "anchor.jsonl");
    const sealAll = () => withSealer(database.urlFor, (sealer) => sealer.sealAll(), { anchorFile });
    for (let at = 0; at < 3; at += 1) {
      await accessRecord(sql);
      await Promise.all([sealAll(), sealAll()]);
    }
    const seals = await readSealsAfter(sql, 0, 10);
    const { entries, fault } = await readAnchor(anchorFile);
    expect(fault).toBeNull();
    expect(entries.map(({ number, hash }) => [number, hash])).toEqual(seals.map((one) => [one.number, sealHash(one)]));
    await rm(folder, { recursive: true });
  });

  test("that can't be written is told, and is made up for later; sealing goes on", async () => {
    const faults: string[] = [];
    const folder = await mkdtemp(join(tmpdir(), "onedoor-anchor-"));
    const inTheWay = join(folder, "file");
    await writeFile(inTheWay, "");
    const options = {
      anchorFile: join(inTheWay, "anchor.jsonl"),
      onFault: (_: unknown, step: string) => faults.push(step),
    };
    await accessRecord(sql);
    await withSealer(
      database.urlFor,
      async (sealer) => {
        await expect(sealer.sealAll()).rejects.toThrow();
        expect(sealer.status).toMatchObject({ unsealed: 0, faults: { seal: 0, anchor: 1 } });
        await unlink(inTheWay);
        await sealer.sealAll();
      },
      options,
    );
    expect(faults).toEqual(["anchor"]);
    expect((await readAnchor(options.anchorFile)).entries).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  test("is made whole after a writer died in the middle of a line", async () => {
    for (const keep of [0, 1, 50, -1]) {
      await withSealer(database.urlFor, async (sealer, anchorFile) => {
        await accessRecord(sql);
        await sealer.sealAll();
        const text = await readFile(anchorFile, "utf8");
        const lastLine = text.lastIndexOf("\n", text.length - 2) + 1;
        await writeFile(anchorFile, keep === -1 ? text.slice(0, -1) : text.slice(0, lastLine + keep));
        await accessRecord(sql);
        await sealer.sealAll();
        const { entries, fault } = await readAnchor(anchorFile);
        const seals = await readSealsAfter(sql, 0, 100);
        expect({ keep, fault, numbers: entries.map(({ number }) => number) }).toEqual({
          keep,
          fault: null,
          numbers: seals.map(({ number }) => number),
        });
      });
    }
  });

  test("takes nothing more once the database holds another log than it does", async () => {
    const faults: unknown[] = [];
    await withSealer(
      database.urlFor,
      async (sealer, anchorFile) => {
        await accessRecord(sql);
        await sealer.sealAll();
        const before = await readFile(anchorFile, "utf8");
        await sql`update audit.seals set root = repeat('0', 64)`;
        await accessRecord(sql);
        await expect(sealer.sealAll()).rejects.toThrow("another seal 1 than the database");
        expect(await readFile(anchorFile, "utf8")).toBe(before);
      },
      { onFault: (error) => faults.push(error) },
    );
    expect(faults.length).toBeGreaterThan(0);
  });

  test("has the seal of a process that was killed before it could write it there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "onedoor-anchor-"));
    const anchorFile = join(folder, "anchor.jsonl");
    // Opening a pipe that nobody writes to lasts for ever: the process stands between seal and anchor.
    execFileSync("mkfifo", [anchorFile]);
    await accessRecord(sql, { requestId: "a" });
    const child = spawn(process.execPath, [await buildProgram(join(import.meta.dirname, "seal-once.ts"))], {
      env: {
        PATH: process.env["PATH"],
        SEALER_URL: database.urlFor("audit-sealer"),
        SEAL_KEY: newKey(),
        ANCHOR: anchorFile,
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const ended = once(child, "exit");
    await expect.poll(() => readSealsAfter(sql, 0, 1), { timeout: 30_000 }).toHaveLength(1);
    child.kill("SIGKILL");
    await ended;
    await unlink(anchorFile);
    await accessRecord(sql, { requestId: "b" });
    await withSealer(database.urlFor, (sealer) => sealer.sealAll(), { anchorFile });
    expect((await readAnchor(anchorFile)).entries.map(({ number }) => number)).toEqual([1, 2]);
    const seals = await readSealsAfter(sql, 0, 10);
    expect(seals.map(({ positions }) => positions)).toEqual(["{[1,2)}", "{[2,3)}"]);
    await rm(folder, { recursive: true });
  }, 60_000);
});
