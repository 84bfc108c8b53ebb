import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readText } from "../../../repository/tree.ts";
import { createDatabase, type TestDatabase } from "../../../support/database.ts";
import { hub } from "../../../support/hub-command.ts";
import { recipient } from "../../../support/rows/civil-affairs.ts";
import { registeredResident } from "../../../support/rows/population.ts";
import { idNumberOf } from "../../../support/rows/resident.ts";

const supergraph = readText("schema/supergraph.graphql");
const roles = readText("schema/roles.yaml");

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "onedoor-check-"));
  database = await createDatabase();
  const sql = postgres(database.adminUrl, { max: 1 });
  // Three in three provinces, one of whom has ever received assistance.
  for (const [id, areaCode] of [
    ["11", "320105006001"],
    ["12", "110101001001"],
    ["13", "659001001001"],
  ] as const) {
    await registeredResident(sql, { id, areaCode, name: "郭君", birthOn: "1990-01-01", idNumber: idNumberOf(id) });
  }
  await recipient(sql, { residentId: "11" });
  await sql.end();
  vi.stubEnv("DATABASE_URL", database.adminUrl);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The text of a file as it was before, from the one of today. */
async function older(
  name: string,
  text: string,
  change: readonly [text: string | RegExp, before: string],
): Promise<string> {
  const changed = text.replace(...change);
  expect(changed).not.toBe(text);
  const file = join(folder, name);
  await writeFile(file, changed);
  return file;
}

/** What it compares with when nothing is given is the subject of approved-base.test.ts. */
const COMMITTED = ["--against", "schema/supergraph.graphql"];
const PERSON = 'directive @person(id: String! = "id") on OBJECT';
const AMOUNT = /(monthlyAmountFen: Int) @requiresScopes\(scopes: \[\["civil-affairs:read:amounts"\]\]\)/;

describe("hub check", () => {
  test("finds nothing against what is committed", async () => {
    const { code, out } = await hub("check", ...COMMITTED);
    expect({ code, out }).toEqual({
      code: 0,
      out: "No role sees more than with schema/supergraph.graphql.\nClients lose nothing.\n",
    });
  });

  test.each<[what: string, change: readonly [string | RegExp, string], line: string, roles: string]>([
    [
      "a value that was refused",
      [AMOUNT, '$1 @requiresScopes(scopes: [["audit:read"]])'],
      "Assistance.monthlyAmountFen: refused → value; about 1 of 3 residents",
      "department_officer of civil-affairs, resident",
    ],
    [
      "a field that was not there",
      [/^ {2}phone:.*$/m, ""],
      "Resident.phone: refused → value with a purpose; about 3 of 3 residents",
      "department_officer of population, resident",
    ],
    [
      "a value that was masked",
      ['unless: "population:read:name"', 'unless: "population:read:phone"'],
      "Resident.name: masked as NAME with a purpose → value with a purpose; about 3 of 3 residents",
      "window_clerk, village_worker, grid_worker, centre_head, department_officer",
    ],
    [
      "another mask",
      ["as: PHONE", "as: ID_NUMBER"],
      "Resident.phone: masked as ID_NUMBER with a purpose → masked as PHONE with a purpose; about 3 of 3 residents",
      "window_clerk, village_worker, grid_worker, centre_head, department_officer",
    ],
    [
      "a value that needed a purpose",
      [AMOUNT, '$& @policy(policies: [["purpose"]])'],
      "Assistance.monthlyAmountFen: value with a purpose → value; about 1 of 3 residents",
      "department_officer of civil-affairs, resident",
    ],
    [
      "a value that is about nobody",
      ["  displayName: String", '  displayName: String @requiresScopes(scopes: [["accounts:read"]])'],
      "Account.displayName: refused → value; about no resident",
      "window_clerk, village_worker, grid_worker, centre_head, department_officer, standards_drafter",
    ],
  ])("fails for %s, and says who sees it and of how many", async (_what, change, line, names) => {
    const { code, out } = await hub("check", "--against", await older("older.graphql", supergraph, change));
    expect(out).toContain(`  ${line}\n    ${names}`);
    expect(code).toBe(1);
  });

  test("finds what a role was given", async () => {
    const file = await older("roles.yaml", roles, [
      "      - population:read\n      - population:read:name\n      - population:read:household\n      - population:read:address\n",
      "      - population:read\n",
    ]);
    const { code, out } = await hub("check", ...COMMITTED, "--roles", file, "--json");
    const { widenings } = JSON.parse(out) as {
      widenings: { coordinate: string; audiences: unknown; residents: number }[];
    };
    expect(code).toBe(1);
    expect(widenings.map(({ coordinate, residents }) => `${coordinate} ${residents}`)).toEqual([
      "Resident.name 3",
      "Resident.address 3",
      "Resident.household 3",
      "Household.id 3",
      "Household.area 3",
      "Household.members 3",
    ]);
    expect(widenings[0]?.audiences).toEqual([{ role: "grid_worker", department: null }]);
  });

  test.each<[what: string, change: readonly [string | RegExp, string], says: string[]]>([
    [
      "a kind of purpose",
      ["    purposes: [item, duty, emergency]", "    purposes: [item, emergency]"],
      ["grid_worker may now give a purpose of the kind duty"],
    ],
    [
      "a role it may give to others",
      ["      - standards_reviewer\n      - analyst\n      # Only", "      - standards_reviewer\n      # Only"],
      ["account_admin may now give the role analyst to others"],
    ],
    [
      "no certificate any more",
      ["  analyst:\n", "  analyst:\n    certificate: small-numbers\n"],
      ["analyst may now be held without a certificate of small-numbers"],
    ],
    [
      "another certificate",
      ["certificate: personal-data-protection", "certificate: personal-data-in-depth"],
      [
        "centre_head may now be held without a certificate of personal-data-in-depth, with one of personal-data-protection instead",
      ],
    ],
    [
      "conflicts that are gone, whichever of the two named the other",
      ["    conflicts: [standards_reviewer]\n", "    conflicts: [standards_reviewer, window_clerk, analyst]\n"],
      [
        "window_clerk and standards_drafter may now be held by one person",
        "standards_drafter and analyst may now be held by one person",
      ],
    ],
    ["more roles", ["mostRoles: 3", "mostRoles: 2"], ["one person may now hold 3 roles at most, and before 2"]],
  ])("fails for a role that was given %s", async (_what, change, says) => {
    const file = await older("roles.yaml", roles, change);
    const { code, out } = await hub("check", ...COMMITTED, "--roles", file);
    expect({ code, out }).toEqual({
      code: 1,
      out: [
        "No role sees more than with schema/supergraph.graphql.",
        "Roles would be allowed more than with schema/supergraph.graphql:",
        ...says.map((one) => `  ${one}`),
        "Clients lose nothing.\n",
      ].join("\n"),
    });
    const { out: json } = await hub("check", ...COMMITTED, "--roles", file, "--json");
    expect(JSON.parse(json)).toMatchObject({ widenings: [], roles: says.map((text) => ({ change: text })) });
  });

  test("finds nothing where roles may do less", async () => {
    const changes: readonly (readonly [string, string])[] = [
      ["    purposes: [item, duty, emergency]", "    purposes: [case, item, duty, emergency]"],
      ["    certificate: personal-data-protection\n", ""],
      ["    conflicts: [standards_reviewer]\n", ""],
      ["mostRoles: 3", "mostRoles: 4"],
    ];
    for (const change of changes) {
      const file = await older("roles.yaml", roles, change);
      expect(await hub("check", ...COMMITTED, "--roles", file)).toMatchObject({ code: 0 });
    }
  });

  test("finds nothing where a role has lost something, or is new and holds nothing", async () => {
    const wider = await older("wider.yaml", roles, [
      "  integrator:\n    title: 系统对接 — a department's system that delivers data\n    scopes: []",
      "  integrator:\n    title: all\n    scopes: [audit:read]",
    ]);
    const fewer = await older("fewer.yaml", roles, [/ {2}integrator:\n(?: {4}.*\n)+/, ""]);
    for (const file of [wider, fewer])
      expect(await hub("check", ...COMMITTED, "--roles", file)).toMatchObject({ code: 0 });
  });

  test("says when no database says how many", async () => {
    const url = new URL(database.adminUrl);
    url.pathname = "/nowhere";
    vi.stubEnv("DATABASE_URL", url.href);
    try {
      const { out } = await hub(
        "check",
        "--against",
        await older("older.graphql", supergraph, [/^ {2}phone:.*$/m, ""]),
      );
      expect(out).toContain("how many residents: unknown (no database)");
    } finally {
      vi.stubEnv("DATABASE_URL", database.adminUrl);
    }
  });

  test("warns of what clients lose, and fails for it when asked to", async () => {
    const api = await older("api.graphql", readText("schema/api.graphql"), ["  sex: Sex", "  sex: Sex\n  height: Int"]);
    const warned = await hub("check", "--against", api);
    expect(warned).toMatchObject({ code: 0 });
    expect(warned.out).toContain("Warning: clients would lose:\n  Resident.height was removed.");
    expect(warned.out).toContain("holds no permissions: only what clients would lose is compared.");
    const failed = await hub("check", "--against", api, "--breaking", "--json");
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.out)).toMatchObject({
      widenings: null,
      breaking: [{ kind: "FIELD_REMOVED", description: "Resident.height was removed." }],
    });
  });

  test("does not count what clients never see as a loss", async () => {
    const file = await older("older.graphql", supergraph, [PERSON, `${PERSON}\ndirective @gone on OBJECT`]);
    expect((await hub("check", "--against", file, "--breaking")).out).toContain("Clients lose nothing.");
  });

  test.each<[what: string, argv: string[], code: number, says: string]>([
    ["a file that is not there", ["--against", "/nowhere.graphql"], 2, "/nowhere.graphql can't be read"],
    [
      "a file that is no schema",
      ["--against", "package.json"],
      2,
      "package.json is neither a composed supergraph nor an API schema",
    ],
    ["roles that are none", [...COMMITTED, "--roles", "package.json"], 2, "package.json is not a file of roles"],
    [
      "roles with a schema that has no permissions",
      ["--against", "schema/api.graphql", "--roles", "schema/roles.yaml"],
      2,
      "--roles has nothing to go with",
    ],
    ["an option there is not", ["--agianst", "x"], 2, "unknown option"],
  ])("refuses %s in one sentence", async (_what, argv, code, says) => {
    const ran = await hub("check", ...argv);
    expect(ran.err).toContain(says);
    expect(ran).toMatchObject({ code, out: "" });
  });
});
