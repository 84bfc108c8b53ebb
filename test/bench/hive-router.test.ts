import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startHiveRouter } from "../../bench/contestants/hive-router.ts";
import { type Home, openHome } from "../../bench/home.ts";

/** What its documentation says of its start: settings in a file of YAML, GraphQL at /graphql, no word on where. */
const STAND_IN = `#!/usr/bin/env node
const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");
const file = readFileSync(process.env.ROUTER_CONFIG_FILE_PATH, "utf8");
const port = Number(process.env.PORT);
createServer((request, response) => response.end(JSON.stringify({ data: { file, path: request.url } }))).listen(port, process.env.HOST);
`;

describe("Hive Router as a contestant", () => {
  let folder: string;
  let home: Home;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "onedoor-stand-in-"));
    home = openHome({});
  });
  afterAll(async () => {
    await home.close();
    rmSync(folder, { recursive: true });
  });

  const programOf = (name: string, text: string) => {
    const program = join(folder, name);
    writeFileSync(program, text);
    chmodSync(program, 0o755);
    return program;
  };

  test("is given the supergraph and a free port, and is ready once it answers there", async () => {
    const { url, pid } = await startHiveRouter(home, programOf("router", STAND_IN), "/some/supergraph.graphql");
    expect(pid).toBeGreaterThan(0);
    const { data } = (await (await fetch(url)).json()) as { data: { file: string; path: string } };
    expect(data.path).toBe("/graphql");
    expect(parse(data.file)).toEqual({
      supergraph: { source: "file", path: "/some/supergraph.graphql" },
      http: { host: "127.0.0.1", port: Number(new URL(url).port) },
    });
  });

  test("that ends as it starts is said to, with what it says", async () => {
    const broken = programOf("broken", "#!/bin/sh\necho 'error: no such setting' >&2\nexit 1\n");
    await expect(startHiveRouter(home, broken, "x")).rejects.toThrow(/hive_router ended while it started.*no such/s);
  });

  test("that is not there is said to be", async () => {
    await expect(startHiveRouter(home, join(folder, "absent"), "x")).rejects.toThrow(/hive_router .*ENOENT/s);
  });
});
