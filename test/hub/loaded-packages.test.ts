import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { departmentNames } from "../../subgraphs/index.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { CALL_KEY, PSEUDONYM_KEY } from "../support/hub.ts";
import { addressSetting, makeDataFolder, runHub } from "../support/running-hub.ts";

/** Under a licence that is not free; what `@apollo/subgraph` brings (docs/dependencies.md). */
const NOT_FREE = "@apollo/federation-internals";

let database: TestDatabase;
let data: Awaited<ReturnType<typeof makeDataFolder>>;

beforeAll(async () => {
  database = await createDatabase();
  data = await makeDataFolder();
});
afterAll(async () => {
  await database.drop();
  await data.remove();
});

/** The packages of which a `hub` process ran any code while it served, by what the engine itself wrote down. */
async function packagesOf(command: readonly string[], settings: Record<string, string> = {}): Promise<Set<string>> {
  const coverage = join(data.folder, command.join("-"));
  await mkdir(coverage);
  const running = await runHub(command, {
    PORT: "0",
    ONEDOOR_DATA: data.folder,
    ONEDOOR_CALL_KEY: CALL_KEY,
    ONEDOOR_PSEUDONYM_KEY: PSEUDONYM_KEY,
    DATABASE_URL: database.adminUrl,
    NODE_ENV: "production",
    NODE_V8_COVERAGE: coverage,
    ...settings,
  });
  expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
  expect((await running.stop()).code).toBe(0);
  const texts = await Promise.all((await readdir(coverage)).map((file) => readFile(join(coverage, file), "utf8")));
  const scripts = texts.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
  const named = await Promise.all(scripts.map(({ url }) => packagesIn(url)));
  return new Set(named.flat());
}

/** The packages that were built into one file, or the one that it is a file of. */
async function packagesIn(url: string): Promise<string[]> {
  const [, folder, file] = /^(file:.*\/dist\/packages-[^/]+\/)([^/]+)$/.exec(url) ?? [];
  if (folder === undefined || file === undefined)
    return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.slice(1) ?? [];
  const contents = JSON.parse(await readFile(new URL("contents.json", folder), "utf8")) as Record<string, string[]>;
  return contents[file] ?? [];
}

describe("what a process of the hub loads", { timeout: 120_000 }, () => {
  const elsewhere = departmentNames.map((name) => addressSetting(name, "http://127.0.0.1:9/graphql"));

  test.each<[command: string, settings: Record<string, string>]>([
    ["start", {}],
    ["serve router", Object.assign({}, ...elsewhere) as Record<string, string>],
  ])("hub %s: nothing of what departments that run alone need", async (command, settings) => {
    const loaded = await packagesOf(command.split(" "), settings);
    expect(loaded).toContain("graphql");
    expect([...loaded].filter((name) => name.startsWith("@apollo/"))).toEqual([]);
  });

  test("hub serve <department>: the standard library, and the part of it that is not free", async () => {
    const loaded = await packagesOf(["serve", "health"]);
    expect(loaded).toContain("@apollo/server");
    expect(loaded).toContain(NOT_FREE);
  });
});
