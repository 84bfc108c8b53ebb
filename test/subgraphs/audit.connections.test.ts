import { afterAll, beforeAll, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { insertWorld } from "../support/world.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  await insertWorld(hub.sql);
});
afterAll(() => hub.close());

const ask = () => hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, areas: ["3201"] });

test("looks are recorded again after the database has ended the log's connections", async () => {
  expect((await ask()).status).toBe(200);
  for (let round = 0; round < 5; round += 1) {
    const asked = Array.from({ length: 24 }, ask);
    await hub.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'onedoor audit' and datname = current_database()`;
    // What was under way may be lost, and is then withheld; nobody waits for ever.
    for (const { status } of await Promise.all(asked)) expect([200, 503]).toContain(status);
    await expect.poll(async () => (await ask()).status, { timeout: 5_000 }).toBe(200);
  }
});
