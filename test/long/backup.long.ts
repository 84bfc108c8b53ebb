import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findTables } from "../../hub/backup/catalogue.ts";
import { startEmbeddedPostgres } from "../../hub/postgres/start-embedded-postgres.ts";
import { PROVINCE_RESIDENTS, tell } from "../support/long-form.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { memoryOf } from "../support/process-memory.ts";
import { makeDataFolder, type RunningHub, runHub } from "../support/running-hub.ts";

const root = resolve(import.meta.dirname, "../..");
/** Enough to be stopped on the way, and no province: the time goes with the number of rows. */
const RESIDENTS = Math.max(50_000, Math.min(PROVINCE_RESIDENTS, 200_000));
const LOOKS = 50;
const MEMORY_EVERY_MS = 200;
const PROGRESS = /^(\d+) of (\d+) rows, \d+\/s, about \d+ s left$/m;

interface Command {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
  /** The most memory of the command's own process, in bytes. */
  readonly most: number;
}

type Folder = Awaited<ReturnType<typeof makeDataFolder>>;

/** Runs a command as an operator does; `signal` is sent once it has told how far it is. */
async function run(data: string, words: readonly string[], signal?: NodeJS.Signals): Promise<Command> {
  const startedAt = performance.now();
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, ONEDOOR_DATA: data };
  const child = spawn(process.execPath, [join(root, "cli/hub.mjs"), ...words], { cwd: data, env });
  let [out, err, most, isSignalled] = ["", "", 0, false];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    if (signal === undefined || isSignalled || !PROGRESS.test(err)) return;
    isSignalled = true;
    child.kill(signal);
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  const watching = setInterval(() => {
    void memoryOf(child.pid ?? 0).then(
      ({ hub }) => (most = Math.max(most, hub)),
      () => undefined,
    );
  }, MEMORY_EVERY_MS);
  const [code] = await ended;
  clearInterval(watching);
  if (signal !== undefined) expect(isSignalled, err).toBe(true);
  return { code, out, err, seconds: (performance.now() - startedAt) / 1_000, most };
}

async function expectDone(data: string, ...words: string[]): Promise<Command> {
  const done = await run(data, words);
  expect([done.code, words, done.code === 0 ? "" : done.err]).toEqual([0, words, ""]);
  return done;
}

/** What every table holds: how many rows, and the sums of their hashes, whatever order they are in. */
async function contentsOf(data: string): Promise<Record<string, object>> {
  const server = await startEmbeddedPostgres({ dataFolder: data, onNotice: () => undefined });
  const sql = postgres(server.adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const all: Record<string, object> = {};
    for (const { schema, name } of await findTables(sql)) {
      const [found] = await sql<{ rows: string; one: string; other: string }[]>`
        select count(*)::text as rows, coalesce(sum(('x' || left(hash, 15))::bit(60)::bigint), 0)::text as one,
          coalesce(sum(('x' || right(hash, 15))::bit(60)::bigint), 0)::text as other
        from ${sql(schema)}.${sql(name)} t, lateral md5(t::text) as hash`;
      all[`${schema}.${name}`] = found ?? {};
    }
    const sequences = await sql<{ name: string; at: string | null }[]>`
      select schemaname || '.' || sequencename as name, last_value::text as at from pg_sequences`;
    for (const { name, at } of sequences) all[name] = { at };
    return all;
  } finally {
    await sql.end();
    await server.stop();
  }
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const path of await readdir(folder, { recursive: true })) {
    // A running database takes files away while they are counted.
    const found = await stat(join(folder, path)).catch(() => null);
    if (found?.isFile() === true) bytes += found.size;
  }
  return bytes;
}

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;

describe(`a backup of ${RESIDENTS} residents`, () => {
  let [source, target, kept]: Folder[] = [];
  let backup = "";
  let before: Record<string, object> = {};

  beforeAll(async () => {
    [source, target, kept] = await Promise.all([makeDataFolder(), makeDataFolder(), makeDataFolder()]);
    backup = join(kept.folder, "backup");
    const seeded = await expectDone(source.folder, "seed", "--residents", String(RESIDENTS), "--seed", "7");
    tell(`seeded in ${seeded.seconds.toFixed(0)} s`);
  }, 3_600_000);
  afterAll(async () => {
    for (const one of [source, target, kept]) await one?.remove();
  });

  test("tells how far it is, and keeps nothing when it is stopped while the hub runs", async () => {
    const { folder } = source ?? { folder: "" };
    const hub = await runHub(["start"], { PORT: "0", ONEDOOR_DATA: folder });
    try {
      await look(folder, hub);
      // Enters itself and seals everything up to then: an idle hub adds nothing.
      await expectDone(folder, "audit", "export", join(kept?.folder ?? "", "first.jsonl"));
      const stopped = await run(folder, ["backup", backup], "SIGINT");
      expect([stopped.code, stopped.err]).toEqual([1, expect.stringContaining("Stopped: nothing was kept.")]);
      expect((await readdir(kept?.folder ?? "")).filter((name) => name.startsWith("backup"))).toEqual([]);
    } finally {
      await hub.stop();
    }
    // The hub had deliveries of the day to load; what is compared must stand still.
    const made = await expectDone(folder, "backup", backup, "--json");
    expect(made.err).toMatch(PROGRESS);
    const { rows, tables } = JSON.parse(made.out) as { rows: number; tables: number };
    const size = await bytesIn(backup);
    tell(
      `backup: ${rows} rows of ${tables} tables in ${made.seconds.toFixed(1)} s, ` +
        `${Math.round(rows / made.seconds)} a second, ${megabytes(size)}, resident ${megabytes(made.most)} at most`,
    );
    tell(`the data folder: ${megabytes(await bytesIn(folder))}`);
    before = await contentsOf(folder);
    expect(Object.keys(before).length).toBeGreaterThan(40);
  });

  test("is restored whole, after restores that were stopped and killed, and its record proves itself", async () => {
    const { folder } = target ?? { folder: "" };
    const stopped = await run(folder, ["restore", backup], "SIGINT");
    expect([stopped.code, stopped.err]).toEqual([1, expect.stringContaining("run the same command again")]);
    expect((await run(folder, ["restore", backup], "SIGKILL")).code).toBeNull();
    const early = await run(folder, ["audit", "export", join(folder, "early.jsonl")]);
    expect([early.code, early.err]).toEqual([1, expect.stringMatching(/restore .* was not finished/i)]);

    const restored = await expectDone(folder, "restore", backup, "--json");
    expect(restored.err).toMatch(PROGRESS);
    const { rows } = JSON.parse(restored.out) as { rows: number };
    tell(
      `restore: ${rows} rows in ${restored.seconds.toFixed(1)} s, ${Math.round(rows / restored.seconds)} a second, ` +
        `resident ${megabytes(restored.most)} at most, the data folder ${megabytes(await bytesIn(folder))}`,
    );
    expect(await contentsOf(folder)).toEqual(before);

    const exported = join(folder, "export.jsonl");
    await expectDone(folder, "audit", "export", exported);
    await expectDone(folder, "audit", "verify", exported, "--anchor", join(folder, "anchor.jsonl"));
  });
});

/** Looks that are entered in the record. */
async function look(data: string, { url }: RunningHub): Promise<void> {
  const { out } = await expectDone(data, "token", "wangjia");
  const ask = async (body: object) => {
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${out.trim()}`,
      "x-purpose": "duty:looks before a backup is taken",
    };
    return (await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify(body) })).text();
  };
  const people = await ask({ query: `{ residents(first: ${LOOKS}) { edges { node { id } } } }` });
  const ids = [...people.matchAll(/"id":"(\d+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) expect(await ask({ query: MAIN_QUERY, variables: { id } })).toContain('"name":');
}
