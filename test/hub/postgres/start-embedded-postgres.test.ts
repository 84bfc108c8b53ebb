import { readdirSync, readFileSync, statSync, watch, writeFileSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setInterval as every } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { closedFolder } from "../../../hub/postgres/folders.ts";
import { startEmbeddedPostgres } from "../../../hub/postgres/start-embedded-postgres.ts";
import {
  ask,
  isRoot,
  isRunning,
  launchHub,
  ordinaryUser,
  refusal,
  root,
  serverIn,
  startHub,
  temporaryFolder,
} from "./processes.ts";

// Each test starts several processes and servers, which a machine under load takes its time for.
vi.setConfig({ testTimeout: 60_000 });

const ordinary = ordinaryUser();
// A checkout below a closed home can be tested as its owner only.
const canSwitch =
  isRoot && ordinary !== undefined && (await closedFolder(root, { uid: ordinary, gid: ordinary })) === undefined;
const users = [
  ["the user of this process", undefined],
  ...(canSwitch ? [["an ordinary user", ordinary] as const] : []),
] as const;

describe.each(users)("as %s", (_, uid) => {
  test("starts, keeps what was written, and lets nobody in without the password", async () => {
    const dataFolder = await temporaryFolder(uid);
    const hub = await startHub({ dataFolder, uid });
    await ask(hub.adminUrl, "create table kept (word text); insert into kept values ('万仁兴')");
    const wrong = new URL(hub.adminUrl);
    wrong.password = "wrong";
    await expect(ask(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
    const settings = await ask<Record<string, string>>(
      hub.adminUrl,
      `select current_setting('listen_addresses') as address, current_setting('server_encoding') as encoding,
        datlocprovider as provider, datlocale as locale, current_setting('TimeZone') as zone, daticulocale as icu
        from (select *, null as daticulocale from pg_database) d where datname = current_database()`,
    );
    expect(settings).toMatchObject({
      address: "127.0.0.1",
      encoding: "UTF8",
      provider: "b",
      locale: "C.UTF-8",
      zone: "UTC",
    });
    const owner = statSync(join(dataFolder, "postgres/cluster")).uid;
    expect(owner).toBe(uid ?? (isRoot ? 65534 : process.getuid?.()));
    expect(statSync(join(dataFolder, "postgres/password")).mode & 0o777).toBe(0o600);

    const { pid } = serverIn(dataFolder);
    await hub.stop();
    expect(isRunning(pid)).toBe(false);
    const again = await startHub({ dataFolder, uid });
    expect(await ask(again.adminUrl, "select word from kept")).toEqual({ word: "万仁兴" });
    await again.stop();
  });
});

describe("several processes of one data folder", () => {
  test("that start at once share one server, which the last one out stops", async () => {
    const dataFolder = await temporaryFolder();
    const hubs = await Promise.all([1, 2, 3, 4].map(() => startHub({ dataFolder })));
    expect(new Set(hubs.map((hub) => hub.adminUrl)).size).toBe(1);
    const { pid } = serverIn(dataFolder);
    for (const [index, hub] of hubs.entries()) {
      await hub.stop();
      expect(isRunning(pid)).toBe(index < hubs.length - 1);
    }
  });

  test("do not wait for one that was killed", async () => {
    const dataFolder = await temporaryFolder();
    const [first, second] = [await startHub({ dataFolder }), await startHub({ dataFolder })];
    const { pid } = serverIn(dataFolder);
    await first.kill();
    expect(await ask(second.adminUrl, "select 1 as one")).toEqual({ one: 1 });
    await second.stop();
    expect(isRunning(pid)).toBe(false);
  });

  test("within one process are told apart too", async () => {
    const dataFolder = await temporaryFolder();
    const [first, second] = [
      await startEmbeddedPostgres({ dataFolder, durable: false }),
      await startEmbeddedPostgres({ dataFolder, durable: false }),
    ];
    await first.stop();
    await first.stop();
    expect(await ask(second.adminUrl, "select 1 as one")).toEqual({ one: 1 });
    await second.stop();
    await expect(ask(second.adminUrl, "select 1")).rejects.toThrow("ECONNREFUSED");
  });
});

describe("what a killed hub left behind", () => {
  test("its server is adopted, and stopped in the end", async () => {
    const dataFolder = await temporaryFolder();
    const killed = await startHub({ dataFolder });
    const { pid } = serverIn(dataFolder);
    await killed.kill();
    expect(isRunning(pid)).toBe(true);
    const next = await startHub({ dataFolder });
    expect(next.adminUrl).toBe(killed.adminUrl);
    expect(serverIn(dataFolder).pid).toBe(pid);
    await next.stop();
    expect(isRunning(pid)).toBe(false);
  });

  test("a dead server's record is cleared, though a stranger has its pid by now", async () => {
    const dataFolder = await temporaryFolder();
    const killed = await startHub({ dataFolder, durable: true });
    await ask(killed.adminUrl, "create table kept as select 1 as one");
    const file = join(dataFolder, "postgres/cluster/postmaster.pid");
    const record = readFileSync(file, "utf8");
    process.kill(serverIn(dataFolder).pid, "SIGKILL");
    await killed.kill();
    // This very process: it would be a pity to be stopped for a server.
    writeFileSync(file, record.replace(/^\d+/, String(process.pid)));
    const next = await startHub({ dataFolder });
    expect(serverIn(dataFolder).pid).not.toBe(process.pid);
    expect(await ask(next.adminUrl, "select one from kept")).toEqual({ one: 1 });
    await next.stop();
  });

  test("an interrupted first start is made again", async () => {
    const dataFolder = await temporaryFolder();
    const home = join(dataFolder, "postgres");
    await mkdir(home);
    await chmod(home, 0o711);
    const begun = new Promise<void>((resolve) => {
      const watcher = watch(home, () => {
        if (!readdirSync(home).some((name) => name.startsWith("cluster.partial-"))) return;
        watcher.close();
        resolve();
      });
    });
    const interrupted = launchHub({ dataFolder });
    await begun;
    await interrupted.kill();
    expect(await readdir(home)).not.toContain("cluster");
    const next = await startHub({ dataFolder });
    expect(await ask(next.adminUrl, "select 1 as one")).toEqual({ one: 1 });
    await next.stop();
  });
});

describe("a data folder in use from another container", () => {
  test("is refused while its process is heard", async () => {
    const dataFolder = await temporaryFolder();
    const lease = await forgeLease(dataFolder);
    const heart = new AbortController();
    onTestFinished(() => heart.abort());
    const beating = beat(lease, heart.signal);
    await expect(startEmbeddedPostgres({ dataFolder, durable: false })).rejects.toThrow(
      /Process 7 in another container or on another machine uses .*: stop it first/,
    );
    heart.abort();
    await beating;
  });

  test("is free once that process has been silent", async () => {
    const dataFolder = await temporaryFolder();
    const lease = await forgeLease(dataFolder);
    const long = new Date(Date.now() - 60_000);
    await utimes(lease, long, long);
    const server = await startEmbeddedPostgres({ dataFolder, durable: false });
    await server.stop();
  });

  async function forgeLease(dataFolder: string): Promise<string> {
    const leases = join(dataFolder, "postgres/leases");
    await mkdir(leases, { recursive: true });
    for (const folder of ["postgres", "postgres/leases"]) await chmod(join(dataFolder, folder), 0o711);
    const lease = join(leases, "elsewhere");
    await writeFile(lease, JSON.stringify({ pid: 7, startedAt: "7", place: "another system" }));
    return lease;
  }

  async function beat(file: string, signal: AbortSignal): Promise<void> {
    try {
      for await (const now of every(50, Date.now, { signal })) await utimes(file, now() / 1000, now() / 1000);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
});

describe("a clear sentence says", () => {
  test("that the data are of another version of PostgreSQL", async () => {
    const dataFolder = await temporaryFolder();
    const cluster = join(dataFolder, "postgres/cluster");
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, "PG_VERSION"), "16\n");
    expect(await refusal(startEmbeddedPostgres({ dataFolder }))).toMatch(
      /^OperatorError: The data in .*cluster is of PostgreSQL 16, but .* brings PostgreSQL 17: .*\.$/,
    );
    expect(await readdir(cluster)).toEqual(["PG_VERSION"]);
  });

  test("that the password is gone", async () => {
    const dataFolder = await temporaryFolder();
    await (await startEmbeddedPostgres({ dataFolder, durable: false })).stop();
    await rm(join(dataFolder, "postgres/password"));
    expect(await refusal(startEmbeddedPostgres({ dataFolder }))).toMatch(
      /^OperatorError: The password file .* is missing or empty: .*\.$/,
    );
  });

  test("that the running server has another password", async () => {
    const dataFolder = await temporaryFolder();
    const hub = await startHub({ dataFolder });
    const file = join(dataFolder, "postgres/password");
    const right = await readFile(file, "utf8");
    await writeFile(file, "wrong\n");
    expect(await refusal(startEmbeddedPostgres({ dataFolder, durable: false }))).toMatch(
      new RegExp(
        `^OperatorError: .* with pid ${serverIn(dataFolder).pid} .* refuses the password kept beside it: .*\\.$`,
      ),
    );
    await writeFile(file, right);
    expect(await ask(hub.adminUrl, "select 1 as one")).toEqual({ one: 1 });
    await hub.stop();
  });

  test("that the data folder is a file", async () => {
    const dataFolder = join(await temporaryFolder(), "file");
    await writeFile(dataFolder, "");
    expect(await refusal(startEmbeddedPostgres({ dataFolder }))).toMatch(
      /^OperatorError: The data folder .*file cannot be used: it is not a folder; choose another with ONEDOOR_DATA\.$/,
    );
  });

  test.runIf(canSwitch)("that the data folder is somebody else's", async () => {
    const dataFolder = await temporaryFolder();
    expect(await refusal(startHub({ dataFolder, uid: ordinary }))).toMatch(
      /^OperatorError: The data folder .* cannot be used: permission was denied; .*\.$/,
    );
  });

  test.runIf(canSwitch)("that a user without a name needs DATABASE_URL", async () => {
    const dataFolder = await temporaryFolder(4_200_000);
    expect(await refusal(startHub({ dataFolder, uid: 4_200_000 }))).toMatch(
      /^OperatorError: The user id 4200000 has no name on this system, .*: set DATABASE_URL to .*\.$/,
    );
  });
});

describe.runIf(isRoot)("root", () => {
  test("keeps the database of a closed data folder where its user can reach it, always the same place", async () => {
    const outside = await temporaryFolder();
    await chmod(outside, 0o700);
    const dataFolder = join(outside, "data");
    const hub = await startHub({ dataFolder });
    const [notice] = hub.notices;
    expect(hub.notices).toEqual([expect.stringContaining(outside)]);
    const home = /kept in (\S+)\.$/.exec(notice ?? "")?.[1] ?? "";
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    expect((await stat(join(home, "cluster"))).uid).toBe(65534);
    await ask(hub.adminUrl, "create table kept as select 1 as one");
    await hub.stop();
    // A home that is opened later still has its database there, and says no more about it.
    await chmod(outside, 0o711);
    const again = await startHub({ dataFolder });
    expect(await ask(again.adminUrl, "select one from kept")).toEqual({ one: 1 });
    expect(again.notices).toEqual([]);
    await again.stop();
  });

  test.runIf(canSwitch)("runs the database of an ordinary user as that user, who can go on alone", async () => {
    const dataFolder = await temporaryFolder(ordinary);
    await (await startHub({ dataFolder, uid: ordinary })).stop();
    await (await startHub({ dataFolder })).stop();
    const hub = await startHub({ dataFolder, uid: ordinary });
    expect(statSync(join(dataFolder, "postgres/cluster/global")).uid).toBe(ordinary);
    await hub.stop();
  });
});
