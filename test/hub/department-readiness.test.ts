import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { loadKeys, retireKey, rotateKey } from "../../hub/keys/stored-keys.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { makeDataFolder, runHub, type RunningHub } from "../support/running-hub.ts";

const DEPARTMENT = "health";
const READY = [200, { status: "ready" }];
const missing = (...needs: string[]) => [503, { status: "not-ready", missing: needs }];
/** A look every five seconds, and a machine that does much else. */
const SOON = { timeout: 20_000, interval: 100 };

let database: TestDatabase;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
let sql: Sql;
let department: RunningHub;

const serve = (...more: string[]) =>
  runHub(["serve", DEPARTMENT, "--port", "0", ...more], { ONEDOOR_DATA: data.folder, DATABASE_URL: database.adminUrl });

beforeAll(async () => {
  database = await createDatabase();
  data = await makeDataFolder();
  sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  department = await serve();
});

afterAll(async () => {
  await department.stop();
  await sql.end();
  await database.drop();
  await data.remove();
});

async function ready({ url }: RunningHub = department): Promise<[number, unknown]> {
  const response = await fetch(`${url}/health/ready`);
  return [response.status, await response.json()];
}

/** Shuts the department's login out of its database, and ends what it has open there. */
async function shutOut(): Promise<void> {
  const [{ name } = { name: "" }] = await sql<{ name: string }[]>`select current_database() as name`;
  await sql.unsafe(`revoke connect on database "${name}" from public, onedoor_${DEPARTMENT}`);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = ${`onedoor_${DEPARTMENT}`}`;
}

async function letIn(): Promise<void> {
  const [{ name } = { name: "" }] = await sql<{ name: string }[]>`select current_database() as name`;
  await sql.unsafe(`grant connect on database "${name}" to onedoor_${DEPARTMENT}`);
}

describe("/health/ready of a department that runs alone", { timeout: 90_000 }, () => {
  test("says yes when all is there, with a query beside it too", async () => {
    expect(await ready()).toEqual(READY);
    expect((await fetch(`${department.url}/health/ready?from=balancer`)).status).toBe(200);
  });

  test("says no while its database can't be used, and yes again after", async () => {
    await shutOut();
    await vi.waitFor(async () => expect(await ready()).toEqual(missing("database")), SOON);
    expect((await fetch(`${department.url}/health/live`)).status).toBe(200);
    await letIn();
    await vi.waitFor(async () => expect(await ready()).toEqual(READY), SOON);
  });

  test("says no while its schema is closed to it", async () => {
    await sql.unsafe(`revoke usage on schema ${DEPARTMENT} from onedoor_${DEPARTMENT}`);
    await vi.waitFor(async () => expect(await ready()).toEqual(missing("database")), SOON);
    await sql.unsafe(`grant usage on schema ${DEPARTMENT} to onedoor_${DEPARTMENT}`);
    await vi.waitFor(async () => expect(await ready()).toEqual(READY), SOON);
  });

  test("says no once the key for calls that it has was retired, and not before", async () => {
    const { callKey } = await loadKeys(data.folder);
    expect((await rotateKey(data.folder, "call")).previousCallKey).toBe(callKey);
    const later = await serve();
    expect([await ready(), await ready(later)]).toEqual([READY, READY]);
    await retireKey(data.folder, "call");
    await vi.waitFor(async () => expect(await ready()).toEqual(missing("call-key")), SOON);
    expect(await ready(later)).toEqual(READY);
    expect((await later.stop()).code).toBe(0);
  });

  test("says of a department that checks tokens itself what that needs", async () => {
    const own = await serve("--trust", "token");
    try {
      expect(await ready(own)).toEqual(READY);
    } finally {
      expect((await own.stop()).code).toBe(0);
    }
  });
});
