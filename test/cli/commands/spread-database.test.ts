import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createEmptyDatabase, type TestDatabase } from "../../support/database.ts";
import { hub } from "../../support/hub-command.ts";
import { makeDataFolder } from "../../support/running-hub.ts";

let database: TestDatabase;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
beforeAll(async () => {
  [database, data] = [await createEmptyDatabase(), await makeDataFolder()];
});
afterAll(async () => {
  await database.drop();
  await data.remove();
});
afterEach(() => vi.unstubAllEnvs());

test("hub database spread says in one sentence that a plain server has no Citus, and changes nothing", async () => {
  vi.stubEnv("DATABASE_URL", database.adminUrl);
  vi.stubEnv("ONEDOOR_DATA", data.folder);
  const ran = await hub("database", "spread", "--json");
  expect(ran.code).toBe(1);
  expect(ran.out).toBe("");
  expect(ran.err).toMatch(
    /^The server at \S+ has no Citus, so there are no machines to spread tables over: nothing was changed\.\n$/,
  );
});

test("hub database spread takes no words", async () => {
  expect((await hub("database", "spread", "all")).code).toBe(2);
});
