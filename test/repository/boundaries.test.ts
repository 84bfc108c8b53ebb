import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cruiseBoundaries, unread } from "../../.ci/boundaries.ts";

const REFUSED: [from: string, statement: string, rule: string][] = [
  ["router/a.ts", 'import { one } from "../subgraphs/trade/loaders.ts"', "router-sees-no-department"],
  ["router/b.ts", 'import type { One } from "../subgraphs/trade/index.ts"', "router-sees-no-department"],
  ["router/c.ts", 'import { one } from "../cli/start.ts"', "router-sees-no-department"],
  ["router/d.ts", 'import { one } from "../test/support/rows.ts"', "router-sees-no-department"],
  ["subgraphs/trade/policies.ts", 'import { one } from "../grid/tables.ts"', "department-sees-no-other"],
  ["subgraphs/trade/writes.ts", 'import { one } from "../../router/main.ts"', "department-sees-no-other"],
  ["subgraphs/trade/source.ts", 'import { one } from "../../schema/compose.ts"', "department-sees-no-other"],
  ["subgraphs/trade/resolvers.ts", 'import { sql } from "drizzle-orm"', "resolvers-run-no-sql"],
  ["subgraphs/grid/resolvers.ts", 'import type { Sql } from "postgres"', "resolvers-run-no-sql"],
  ["subgraphs/grid/resolvers-visits.ts", 'import { pgTable } from "drizzle-orm/pg-core"', "resolvers-run-no-sql"],
  ["subgraphs/civil-affairs/resolvers.ts", 'import { one } from "./tables.ts"', "resolvers-take-loaders-from-context"],
  ["subgraphs/grid/policies.ts", 'import postgres from "postgres"', "policies-run-no-query"],
  ["subgraphs/shared/page.ts", 'import { one } from "../trade/tables.ts"', "shared-knows-nobody"],
  ["subgraphs/shared/mask.ts", 'import { one } from "../../router/main.ts"', "shared-knows-nobody"],
  ["subgraphs/index.ts", 'import { one } from "./trade/tables.ts"', "department-list-joins-only"],
  ["schema/roles.ts", 'import { one } from "../router/main.ts"', "schema-sees-no-server"],
  ["hub/serve.ts", 'import { one } from "../subgraphs/trade/tables.ts"', "hub-sees-no-department"],
  ["hub/open.ts", 'import { one } from "../seed/draw/random.ts"', "hub-sees-no-department"],
  ["hub/close.ts", 'import { one } from "../cli/commands/start.ts"', "hub-sees-no-department"],
  ["seed/people.ts", 'import { one } from "../router/main.ts"', "seed-sees-no-router"],
  ["seed/visits.ts", 'import { one } from "../subgraphs/trade/tables.ts"', "seed-sees-no-router"],
  ["subgraphs/trade/rows.ts", 'import { one } from "../grid/tables.ts"', "rows-know-their-tables"],
  ["subgraphs/grid/rows.ts", 'import { one } from "./loaders.ts"', "rows-know-their-tables"],
  ["subgraphs/grid/loaders.ts", 'import { one } from "./rows.ts"', "rows-are-not-served"],
  ["subgraphs/shared/loader.ts", 'import { one } from "./rows/described-table.ts"', "rows-are-not-served"],
  ["hub/rows.ts", 'import type { One } from "../subgraphs/grid/rows.ts"', "rows-are-not-served"],
  [
    "router/http/rows.ts",
    'import { one } from "../../subgraphs/shared/rows/described-table.ts"',
    "rows-are-not-served",
  ],
  ["seed/places.ts", 'import { one } from "../cli/commands/start.ts"', "seed-sees-no-router"],
  ["cli/load-all.ts", 'import { one } from "../subgraphs/trade/tables.ts"', "cli-sees-no-department"],
  ["bench/inside/open.ts", 'import { one } from "../../cli/commands/start.ts"', "bench-inside-starts-the-hub"],
  ["router/http/a.ts", 'import { one } from "../plan/merge.ts"', "router-http-looks-down"],
  ["router/answer/a.ts", 'import { one } from "../http/respond.ts"', "router-answer-looks-down"],
  ["router/supergraph/a.ts", 'import { one } from "../answer/answer.ts"', "router-supergraph-looks-down"],
  ["router/viewer/a.ts", 'import { one } from "../permissions/authorize.ts"', "router-viewer-looks-down"],
  ["router/permissions/a.ts", 'import type { One } from "../viewer/token.ts"', "router-permissions-looks-down"],
  ["router/plan/a.ts", 'import { one } from "../supergraph/load-supergraph.ts"', "router-plan-looks-down"],
  ["router/departments/a.ts", 'import { one } from "../plan/merge.ts"', "router-departments-looks-down"],
  ["router/operation/a.ts", 'import { one } from "../telemetry/logger.ts"', "router-operation-looks-down"],
  ["router/telemetry/a.ts", 'import { one } from "../departments/transport.ts"', "router-telemetry-looks-down"],
  ["router/telemetry/b.ts", 'import { one } from "../main.ts"', "router-telemetry-looks-down"],
  ["web/app.ts", 'import { one } from "../schema/scopes.ts"', "web-knows-the-contract-only"],
  ["bench/run.ts", 'import { one } from "../router/main.ts"', "bench-knows-the-contract-only"],
  ["subgraphs/trade/writes-boats.ts", 'import postgres from "postgres"', "one-way-to-the-database"],
  ["cli/load.ts", 'import postgres from "postgres"', "one-way-to-the-database"],
  ["router/h.ts", 'import { drizzle } from "drizzle-orm/postgres-js"', "one-way-to-the-database"],
  ["subgraphs/shared/postgres/pool.ts", 'import postgres from "postgres"', "one-way-to-the-database"],
  ["router/e.ts", 'import { one } from "./nowhere.ts"', "no-unresolved"],
];

const ALLOWED: [from: string, statement: string][] = [
  ["router/f.ts", 'import { one } from "../subgraphs/index.ts"'],
  ["router/g.ts", 'import { one } from "../subgraphs/shared/errors.ts"; import { two } from "../schema/scopes.ts"'],
  ["subgraphs/trade/loaders.ts", 'import { one } from "./tables.ts"; import { two } from "../shared/errors.ts"'],
  ["subgraphs/trade/index.ts", 'import { one } from "./loaders.ts"'],
  ["subgraphs/civil-affairs/resolvers-awards.ts", 'import type { One } from "./loaders.ts"'],
  ["subgraphs/civil-affairs/index.ts", 'import { one } from "../../schema/scopes.ts"'],
  ["cli/start.ts", 'import { one } from "../router/main.ts"; import { two } from "../seed/draw/random.ts"'],
  ["hub/start.ts", 'import { one } from "../router/main.ts"; import { two } from "../subgraphs/index.ts"'],
  ["seed/seed.ts", 'import { one } from "../hub/installation.ts"; import { two } from "../subgraphs/index.ts"'],
  ["seed/health.ts", 'import { one } from "../subgraphs/civil-affairs/rows.ts"'],
  ["subgraphs/civil-affairs/rows.ts", 'import { one } from "./tables.ts"; import { two } from "../shared/errors.ts"'],
  ["test/seed/rows.test.ts", 'import { one } from "../../subgraphs/civil-affairs/rows.ts"'],
  ["router/http/b.ts", 'import { one } from "../answer/answer.ts"; import { two } from "../telemetry/logger.ts"'],
  ["router/answer/b.ts", 'import { one } from "../plan/merge.ts"; import { two } from "../departments/transport.ts"'],
  ["router/plan/b.ts", 'import { one } from "../departments/transport.ts"'],
  ["test/router/main.test.ts", 'import { one } from "../../subgraphs/trade/tables.ts"'],
];

// Reached by the statements above, and importing nothing themselves.
const REACHED = ["trade/tables", "grid/tables", "civil-affairs/tables", "civil-affairs/loaders", "shared/errors"]
  .concat("shared/rows/described-table")
  .map((name) => `subgraphs/${name}.ts`)
  .concat(
    ["plan/merge", "permissions/authorize", "http/respond", "answer/answer", "viewer/token"].map(
      (name) => `router/${name}.ts`,
    ),
    ["supergraph/load-supergraph", "telemetry/logger", "departments/transport"].map((name) => `router/${name}.ts`),
  )
  .concat("seed/draw/random.ts", "hub/installation.ts", "cli/commands/start.ts")
  .concat("router/main.ts", "schema/scopes.ts", "schema/compose.ts", "test/support/rows.ts");

const FOLDERS = ["router", "subgraphs", "schema", "hub", "seed", "cli", "test", "web", "bench"];

describe("check:boundaries", () => {
  let folder = "";
  let broken: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "onedoor-boundaries-"));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${text}\n`);
    };
    write("package.json", "{}");
    for (const path of REACHED) write(path, "export const one = 1");
    for (const [path, statement] of [...REFUSED, ...ALLOWED]) write(path, statement);
    const { summary } = await cruiseBoundaries(folder, FOLDERS);
    broken = summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(REFUSED)("%s may not say %s: %s", (from, _statement, rule) => {
    expect(broken).toContain(`${from}: ${rule}`);
  });

  test.each(ALLOWED)("%s may say %s", (from) => {
    expect(broken.filter((line) => line.startsWith(`${from}:`))).toEqual([]);
  });

  test("fails for a folder of which it read nothing, and when it understood no import", async () => {
    mkdirSync(join(folder, "empty"));
    const result = await cruiseBoundaries(folder, ["schema", "empty"]);
    expect(unread(result, ["schema", "empty"])).toEqual(["empty"]);
    const alone = await cruiseBoundaries(folder, ["empty"]);
    expect(unread(alone, ["empty"])).toEqual(["empty", "any import"]);
  });
});
