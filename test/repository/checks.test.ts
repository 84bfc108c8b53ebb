import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsOf, type Package, readPackages } from "../../.ci/licences.ts";
import { readText, root } from "./tree.ts";

describe("a check that reads nothing", () => {
  let empty = "";
  beforeAll(() => {
    empty = mkdtempSync(join(tmpdir(), "onedoor-empty-"));
    writeFileSync(
      join(empty, "tsconfig.json"),
      JSON.stringify({ extends: `${root}/tsconfig.json`, include: ["**/*.ts"] }),
    );
    writeFileSync(join(empty, "package.json"), JSON.stringify({ name: "empty" }));
  });
  afterAll(() => {
    rmSync(empty, { recursive: true });
  });

  const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };
  const run = (script: string, extra: string[] = []) => {
    // What is generated first is of no interest here: the tool that checks is.
    const command = (scripts[script] ?? "").split(" && ").find((part) => !part.startsWith("npm run"));
    const [tool = "", ...words] = (command ?? "").split(" ");
    const unquoted = words.map((word) => word.replaceAll('"', "").replace(/^\.\//, `${root}/`));
    const { status, stdout, stderr } = spawnSync(`${root}/node_modules/.bin/${tool}`, [...extra, ...unquoted], {
      cwd: empty,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  };

  test.each<[script: string, extra: string[], says: RegExp]>([
    ["check:format", [], /No files matching the pattern were found: "\*\*\/\*\.graphql"/],
    ["check:lint", ["--config", `${root}/eslint.config.js`], /No files matching the pattern/],
    ["check:types", [], /error TS18003/],
    ["check:unused", ["--config", `${root}/knip.json`], /read no file/],
    ["check:licences", [], /read no package/],
  ])("fails: %s", (script, extra, says) => {
    const { status, output } = run(script, extra);
    expect(output).toMatch(says);
    expect(status).toBeGreaterThan(0);
  });
});

describe("check:lint", () => {
  const eslint = new ESLint({ cwd: root });
  const rulesBrokenBy = async (path: string, text: string): Promise<string[]> => {
    const [result] = await eslint.lintText(text, { filePath: join(root, path) });
    return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
  };

  // The first look at types builds the whole program, which takes longer than a test may.
  beforeAll(async () => {
    await rulesBrokenBy("subgraphs/population/loaders.ts", "");
  });

  const SDL: [text: string, rule: string][] = [
    ["type Licence { id: ID! }", "@graphql-eslint/require-description"],
    ["enum Kind { OPEN }", "@graphql-eslint/require-description"],
    ['"A kind." enum Kind { open }', "@graphql-eslint/naming-convention"],
    ['"A licence." type licence { id: ID! }', "@graphql-eslint/naming-convention"],
    ['"A licence." type Licence { expires_on: String }', "@graphql-eslint/naming-convention"],
    ['"A licence." type Licence { open: Boolean! }', "@graphql-eslint/naming-convention"],
    ['"A licence." type Licence { expires: Date }', "@graphql-eslint/naming-convention"],
    ['"A licence." type Licence { grantedOn: DateTime }', "@graphql-eslint/naming-convention"],
    ["type Query { getLicence(id: ID!): ID }", "@graphql-eslint/naming-convention"],
    ["type Mutation { renewLicence(data: RenewLicenceInput!): ID }", "@graphql-eslint/input-name"],
    ["type Mutation { renewLicence(input: LicenceInput!): ID }", "@graphql-eslint/input-name"],
    ["# A licence.\ntype Licence { id: ID! }", "@graphql-eslint/no-hashtag-description"],
    ["type Query { a: ID @deprecated }", "@graphql-eslint/require-deprecation-reason"],
    ["type Query { a: ID } # FIXM" + "E", "onedoor/notes"],
  ];

  test.each(SDL)("refuses in SDL: %s", async (text, rule) => {
    expect(await rulesBrokenBy("subgraphs/population/schema.graphql", text)).toContain(rule);
  });

  test("takes a department's SDL as style asks for it", async () => {
    const text = `
      "A permission. Owner: Trade. Source: trade.licences."
      type Licence @key(fields: "id") {
        id: ID!
        isOpen: Boolean
        expiresOn: Date
        renewedAt: DateTime!
      }
      extend type Resident @key(fields: "id") { id: ID!, licence: Licence }
      type Mutation { renewLicence(input: RenewLicenceInput!): ID }
    `;
    expect(await rulesBrokenBy("subgraphs/population/schema.graphql", text)).toEqual([]);
  });

  const CODE: [path: string, text: string, rule: string][] = [
    ["subgraphs/population/resolvers.ts", 'import { sql } from "drizzle-orm";', "no-restricted-imports"],
    ["subgraphs/population/resolvers.ts", "export const url = process.env.DATABASE_URL;", "no-restricted-syntax"],
    ["subgraphs/population/loaders.ts", "export default 1;", "no-restricted-syntax"],
    ["subgraphs/population/loaders.ts", "export const a = (b: any) => 1;", "@typescript-eslint/no-explicit-any"],
    ["subgraphs/population/loaders.ts", "export const a = [1][0]!;", "@typescript-eslint/no-non-null-assertion"],
    ["subgraphs/population/loaders.ts", "void Promise.resolve(1);", "@typescript-eslint/no-floating-promises"],
    ["subgraphs/population/loaders.ts", "console.log(1);", "no-console"],
    ["subgraphs/population/loaders.ts", "// TOD" + "O: later", "onedoor/notes"],
    ["subgraphs/population/loaders.ts", "// FIXM" + "E", "onedoor/notes"],
    ["subgraphs/population/loaders.ts", `export const a = 1;${"\n".repeat(301)}`, "max-lines"],
    ["subgraphs/population/loaders.ts", 'import { a } from "@apollo/gateway";', "no-restricted-imports"],
  ];

  test.each(CODE)("refuses in %s: %j", async (path, text, rule) => {
    expect(await rulesBrokenBy(path, text)).toContain(rule);
  });

  test("takes a note that has its issue's number", async () => {
    expect(
      await rulesBrokenBy("subgraphs/population/loaders.ts", "// TOD" + "O(#12): read the second page too.\n"),
    ).toEqual([]);
  });
});

describe("check:licences", () => {
  const packages = readPackages(root);
  const given = (name: string, licence: string | null, needs: readonly string[] = []): Package => ({
    name,
    licence,
    needs,
  });
  const INTERNALS = "@apollo/federation-internals";

  test("reads every package of the lock file, as it says itself", () => {
    expect(packages.length).toBeGreaterThan(500);
    expect(packages.find(({ name }) => name === INTERNALS)?.licence).toBe("Elastic-2.0");
    expect(faultsOf(packages)).toEqual([]);
  });

  test.each<[licence: string | null]>([
    ["AGPL-3.0"],
    ["BUSL-1.1"],
    ["Elastic-2.0"],
    ["SEE LICENSE IN LICENSE.md"],
    ["UNLICENSED"],
    ["(MIT AND SSPL-1.0)"],
    ["(MIT OR Apache-2.0 AND SSPL-1.0)"],
    [null],
  ])("refuses %s", (licence) => {
    expect(faultsOf([...packages, given("planted", licence)])).toEqual([
      `planted is under ${licence ?? "no licence that it names"}, which is not known to be free.`,
    ]);
  });

  test.each(["MIT", "(MIT AND BSD-3-Clause)", "(SSPL-1.0 OR MIT)"])("takes %s", (licence) => {
    expect(faultsOf([...packages, given("planted", licence)])).toEqual([]);
  });

  test("refuses what is excepted to any other package, under any other licence, and when it has gone", () => {
    expect(faultsOf([...packages, given("planted", "MIT", [INTERNALS])])).toEqual([
      `planted needs ${INTERNALS}, which is not free and excepted for @apollo/subgraph alone.`,
    ]);
    const others = packages.filter(({ name }) => name !== INTERNALS);
    const gone = `${INTERNALS} is excepted and not installed: take the exception out.`;
    expect(faultsOf(others)).toEqual([gone]);
    expect(faultsOf([...others, given(INTERNALS, "BUSL-1.1")])).toEqual([
      `${INTERNALS} is under BUSL-1.1, which is not known to be free.`,
      gone,
    ]);
  });
});
