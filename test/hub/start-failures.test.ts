import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { withDatabase } from "../support/cluster.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { hub, type Ran } from "../support/hub-command.ts";
import { makeDataFolder } from "../support/running-hub.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const CALL_KEY = "the call key of a test, which is long enough";
const PSEUDONYM_KEY = "the pseudonym key of a test, long enough";

let database: TestDatabase;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createDatabase();
  data = await makeDataFolder();
});

afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await database.drop();
  await data.remove();
});

afterEach(() => vi.unstubAllEnvs());

/** A command that opens an installation, with these settings. */
async function open(settings: Readonly<Record<string, string>>): Promise<Ran> {
  const given = { DATABASE_URL: database.adminUrl, ONEDOOR_DATA: data.folder, ONEDOOR_CALL_KEY: CALL_KEY, ...settings };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  const ran = await hub("audit", "export", join(data.folder, "export.jsonl"));
  vi.unstubAllEnvs();
  return ran;
}

/** What was said instead: sentences for the operator, and nothing of how the hub is made. */
async function refusalOf(settings: Readonly<Record<string, string>>): Promise<string> {
  const { code, out, err } = await open(settings);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).not.toMatch(/\n {4}at |node_modules|Error:/);
  for (const line of err.trim().split("\n")) expect(line).toMatch(/^\S.*\.$/);
  return err.trim();
}

function changed(change: (url: URL) => void): string {
  const url = new URL(database.adminUrl);
  change(url);
  return url.href;
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => void server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

const at = (port: number, query = "") => changed((url) => ((url.host = `127.0.0.1:${port}`), (url.search = query)));

/** Our server as it would look with another version number. */
async function olderServer(version: string, versionNumber: string): Promise<number> {
  const real = new URL(database.adminUrl);
  const proxy = createTcpServer((client) => {
    const server = connect(Number(real.port), real.hostname);
    client.on("error", () => server.destroy()).pipe(server);
    server.on("error", () => client.destroy());
    server.on("data", (chunk: Buffer) => {
      const text = chunk.toString("latin1").replace(/17\d{4}(?=\0)/, versionNumber);
      client.write(Buffer.from(text.replace(/17\.\d+(?=\0)/g, version.padEnd(5)), "latin1"));
    });
    server.on("close", () => client.destroy());
  });
  return portOf(proxy);
}

describe("a database that can't be used", () => {
  test("whose password is wrong", async () => {
    const said = await refusalOf({ DATABASE_URL: changed((url) => (url.password = "not-the-password")) });
    expect(said).toMatch(/^The server at \S+ refuses the password of "onedoor": correct DATABASE_URL\.$/);
    expect(said).not.toContain("not-the-password");
  });

  test("whose login is unknown", async () => {
    const said = await refusalOf({ DATABASE_URL: changed((url) => (url.username = "nobody_at_all")) });
    expect(said).toContain('refuses the password of "nobody_at_all"');
  });

  test("that is not there", async () => {
    const said = await refusalOf({ DATABASE_URL: changed((url) => (url.pathname = "/onedor")) });
    expect(said).toMatch(/has no database "onedor": make it \(create database onedor\), or correct DATABASE_URL\.$/);
  });

  test("whose host is unknown", async () => {
    const said = await refusalOf({ DATABASE_URL: changed((url) => (url.hostname = "no-such-host.invalid")) });
    expect(said).toMatch(/^The host of no-such-host\.invalid:\d+ is not known here/);
  });

  test("whose port nobody listens on", async () => {
    const free = createTcpServer();
    const port = await portOf(free);
    await new Promise((resolve) => void free.close(resolve));
    expect(await refusalOf({ DATABASE_URL: at(port) })).toBe(
      `No PostgreSQL server answers at 127.0.0.1:${port}: start it, or correct DATABASE_URL.`,
    );
  });

  test("that takes no encrypted connections", async () => {
    const port = Number(new URL(database.adminUrl).port);
    const said = await refusalOf({ DATABASE_URL: at(port, "?sslmode=require") });
    expect(said).toContain("takes no encrypted connection: switch TLS on there");
  });

  test("that is a web server", async () => {
    const port = await portOf(createServer((_request, response) => response.end("hello")));
    const said = await refusalOf({ DATABASE_URL: at(port) });
    expect(said).toContain(`What answers at 127.0.0.1:${port}`);
  }, 30_000);

  test("of a version before 17", async () => {
    const said = await refusalOf({ DATABASE_URL: at(await olderServer("15.13", "150013")) });
    expect(said).toMatch(/is PostgreSQL 15\.13, and Onedoor needs 17 or later/);
  });

  test("that keeps text in another encoding", async () => {
    const name = `onedoor_ascii_${process.pid}`;
    const sql = postgres(inject("cluster").adminUrl, { max: 1, onnotice: () => undefined });
    closing.push(() => sql.end());
    await sql.unsafe(`create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`);
    const said = await refusalOf({ DATABASE_URL: withDatabase(inject("cluster").adminUrl, name) });
    await sql.unsafe(`drop database ${name} with (force)`);
    expect(said).toContain("keeps text as SQL_ASCII, and Onedoor needs UTF8");
  });

  test("whose login may not make roles", async () => {
    const login = `onedoor_modest_${process.pid}`;
    const sql = postgres(inject("cluster").adminUrl, { max: 1, onnotice: () => undefined });
    closing.push(() => sql.end());
    await sql.unsafe(`create role ${login} login password 'modest'`);
    await sql.unsafe(`grant connect on database ${new URL(database.adminUrl).pathname.slice(1)} to ${login}`);
    const said = await refusalOf({
      DATABASE_URL: changed((url) => ((url.username = login), (url.password = "modest"))),
    });
    await sql.unsafe(`drop owned by ${login}`);
    await sql.unsafe(`revoke all on database ${new URL(database.adminUrl).pathname.slice(1)} from ${login}`);
    await sql.unsafe(`drop role ${login}`);
    expect(said).toContain(`The login "${login}" of DATABASE_URL may not create the departments' roles`);
  });

  test("of a department is named by its own setting", async () => {
    const said = await refusalOf({ DATABASE_URL_AUDIT: changed((url) => (url.pathname = "/onedor_audit")) });
    expect(said).toMatch(/has no database "onedor_audit": .* or correct DATABASE_URL_AUDIT\.$/);
  });
});

describe("ONEDOOR_DATA", () => {
  test.each([
    ["below what takes no folders", () => "/proc/onedoor"],
    ["below a file", async () => join(await fileInData(), "below")],
    ["a file", fileInData],
    ["of too long a name", () => join(data.folder, "x".repeat(300))],
  ])("%s", async (_what, folder) => {
    const said = await refusalOf({ ONEDOOR_DATA: await folder() });
    expect(said).toMatch(/^The data folder \/\S+ cannot be used: .*ONEDOOR_DATA\.$/);
    expect(said.split("\n")).toHaveLength(1);
  });

  async function fileInData(): Promise<string> {
    const file = join(data.folder, "a-file");
    await writeFile(file, "");
    return file;
  }
});

describe("a key that was lost", () => {
  test("is not replaced where seals or records under it are kept", async () => {
    const kept = { ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY };
    expect(await open(kept)).toMatchObject({ code: 0 });
    const other = await temporaryFolder("onedoor-lost-keys-");
    closing.push(other.remove);
    const elsewhere = { ONEDOOR_DATA: other.path };
    // Twice: a second start must not take what the first one made for the old key.
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect(await refusalOf(elsewhere)).toMatch(/keys\.json is missing: it held the key of the residents' pseudonyms/);
    }
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect(await refusalOf({ ...elsewhere, ...kept })).toMatch(
        /seal-key\.json is missing: it held the key that signs seals.*rotate-key\.$/,
      );
    }
    vi.stubEnv("ONEDOOR_DATA", other.path);
    expect(await hub("audit", "rotate-key")).toMatchObject({ code: 0 });
    vi.unstubAllEnvs();
    expect(await open({ ...elsewhere, ...kept })).toMatchObject({ code: 0 });
  });

  test("is not changed unnoticed when the setting that named it is taken out", async () => {
    const [own, other] = [await createDatabase(), await temporaryFolder("onedoor-other-key-")];
    closing.push(own.drop, other.remove);
    const kept = { DATABASE_URL: own.adminUrl, ONEDOOR_DATA: other.path };
    expect(await open({ ...kept, ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY })).toMatchObject({ code: 0 });
    // keys.json was made meanwhile, with a pseudonym key that nothing was entered under.
    expect(await refusalOf(kept)).toMatch(
      /^The key of the residents' pseudonyms in \S+keys\.json is not that of this database: set ONEDOOR_PSEUDONYM_KEY to the value it had, or restore that file from a backup\.$/,
    );
    expect(await refusalOf({ ...kept, ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY.toUpperCase() })).toMatch(
      /^ONEDOOR_PSEUDONYM_KEY is not the key of the residents' pseudonyms in this database: /,
    );
    expect(await open({ ...kept, ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY })).toMatchObject({ code: 0 });
  });

  test("may be another while nothing is entered under it, and in production never", async () => {
    const [own, other] = [await createDatabase(), await temporaryFolder("onedoor-first-key-")];
    closing.push(own.drop, other.remove);
    const kept = { DATABASE_URL: own.adminUrl, ONEDOOR_DATA: other.path, ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY };
    const backUp = async (settings: Readonly<Record<string, string>>) => {
      for (const [name, value] of Object.entries({ ONEDOOR_CALL_KEY: CALL_KEY, ...settings })) vi.stubEnv(name, value);
      const ran = await hub("backup", join(other.path, `backup-${Math.random()}`));
      vi.unstubAllEnvs();
      return ran;
    };
    expect(await backUp(kept)).toMatchObject({ code: 0 });
    const changed = { ...kept, ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY.toUpperCase() };
    expect(await backUp({ ...changed, NODE_ENV: "production" })).toMatchObject({ code: 1 });
    expect(await backUp(changed)).toMatchObject({ code: 0 });
    expect(await backUp(kept)).toMatchObject({ code: 0 });
  });

  test("is not guessed at when its file is damaged", async () => {
    const other = await temporaryFolder("onedoor-damaged-keys-");
    closing.push(other.remove);
    await writeFile(join(other.path, "keys.json"), "{");
    expect(await refusalOf({ ONEDOOR_DATA: other.path })).toMatch(/keys\.json holds no usable keys: restore it/);
  });
});
