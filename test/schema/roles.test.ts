import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { parseRoles } from "../../schema/roles.ts";
import { readText } from "../repository/tree.ts";
import { allDepartments, allRoles, allScopes, scopesOfRole } from "../support/sdl-rules.ts";

const text = readText("schema/roles.yaml");
const roles = parseRoles(text);

describe("schema/roles.yaml", () => {
  test("holds the roles of the contract", () => {
    expect([...roles.names].sort()).toEqual(
      [
        "window_clerk",
        "village_worker",
        "grid_worker",
        "centre_head",
        "department_officer",
        "standards_drafter",
        "standards_reviewer",
        "analyst",
        "auditor",
        "account_admin",
        "integrator",
        "resident",
      ].sort(),
    );
  });

  test.each(allRoles)("gives %s the scopes the file names, in every department", (role) => {
    for (const department of [null, ...allDepartments, "no-such-department", "population:read", ""]) {
      const given = [...roles.scopesOf([role], department)].sort();
      const expected = department === null ? scopesOfRole(role) : scopesOfRole(role, department);
      expect(given).toEqual(expected.sort());
    }
  });

  test("gives two roles together what each gives", () => {
    const both = [...roles.scopesOf(["grid_worker", "account_admin"], null)].sort();
    expect(both).toEqual([...new Set([...scopesOfRole("grid_worker"), ...scopesOfRole("account_admin")])].sort());
  });

  test.each([[[]], [["nobody"]], [["__proto__"]], [["constructor"]], [["toString"]], [["Window_clerk"]], [[""]]])(
    "gives %j nothing",
    (names) => {
      expect([...roles.scopesOf(names, "population")]).toEqual([]);
      expect(roles.findConflict(names)).toBeNull();
    },
  );

  test("lets conflicts hold from both sides", () => {
    for (const one of allRoles) {
      for (const other of allRoles.filter((role) => role !== one)) {
        const conflict = roles.findConflict([one, other]);
        expect(roles.findConflict([other, one]) === null).toBe(conflict === null);
        expect(roles.findConflict(["analyst", one, other]) === null).toBe(
          conflict === null &&
            roles.findConflict(["analyst", one]) === null &&
            roles.findConflict(["analyst", other]) === null,
        );
      }
      expect(roles.findConflict([one])).toBeNull();
      expect(roles.findConflict([one, one])).toBeNull();
    }
  });

  test.each([
    ["standards_drafter", "standards_reviewer"],
    ["auditor", "account_admin"],
    ["auditor", "window_clerk"],
    ["auditor", "department_officer"],
    // With both, the rights over the own record would hold for the whole area.
    ["resident", "window_clerk"],
    ["resident", "department_officer"],
    ["resident", "grid_worker"],
  ])("keeps %s and %s apart", (one, other) => {
    expect(roles.findConflict([one, other])).not.toBeNull();
  });

  test("gives analysts, drafters, reviewers and integrators no scope of a person", () => {
    for (const role of [
      "analyst",
      "standards_drafter",
      "standards_reviewer",
      "integrator",
      "auditor",
      "account_admin",
    ]) {
      const personal = scopesOfRole(role).filter((scope) => !/^(accounts|audit):|:(emergencies|counts)$/.test(scope));
      expect({ role, personal }).toEqual({ role, personal: [] });
    }
  });

  test("gives nobody but residents and officers an amount, an employer, a diagnosis or a whole number", () => {
    const guarded = /:(amounts|employer|diagnosis|id-number|phone)$/;
    const holders = allRoles.filter((role) => scopesOfRole(role).some((scope) => guarded.test(scope)));
    expect(holders).toEqual(["resident"]);
    expect(allScopes.filter((scope) => guarded.test(scope)).length).toBeGreaterThan(5);
  });
});

describe("the purposes of a role", () => {
  test("are there for exactly the roles that see residents", () => {
    for (const role of allRoles) {
      expect({ role, gives: roles.purposesOf([role]).size > 0 }).toEqual({
        role,
        gives: scopesOfRole(role).includes("population:read"),
      });
    }
  });

  test("of several roles are those of each", () => {
    expect([...roles.purposesOf(["grid_worker", "centre_head"])].sort()).toEqual(["case", "duty", "emergency", "item"]);
    expect([...roles.purposesOf(["nobody", "constructor", "__proto__"])]).toEqual([]);
  });

  test("let no role both ask for emergency access and confirm it, but for the officers of Population", () => {
    const both = allRoles.filter((role) => {
      const scopes = scopesOfRole(role);
      return scopes.includes("population:write:emergency") && scopes.includes("population:write:confirm-emergency");
    });
    expect(both).toEqual([]);
  });
});

describe("rights that must stay apart", () => {
  const holdersOf = (test: RegExp) => allRoles.filter((role) => scopesOfRole(role).some((scope) => test.test(scope)));
  const seers = holdersOf(/^population:read$/);
  const askers = holdersOf(/^population:write:emergency$/);
  const judges = holdersOf(/^(population:write:confirm-emergency|audit:write:duties)$/);

  test("are apart for every set of roles a token may have, whatever the department", () => {
    expect([seers.length, askers.length, judges]).toEqual([6, 4, ["centre_head", "auditor"]]);
    const property = fc.property(
      fc.uniqueArray(fc.constantFrom(...allRoles), { minLength: 2, maxLength: 4 }),
      fc.constantFrom(...allDepartments),
      (held, department) => {
        const scopes = roles.scopesOf(held, department);
        const isTooMuch = (some: readonly string[], others: readonly string[]) =>
          held.some((one) => some.includes(one) && held.some((other) => other !== one && others.includes(other)));
        const mustBeApart =
          (scopes.has("accounts:write") && scopes.has("population:read")) ||
          (held.includes("auditor") && scopes.has("population:read")) ||
          isTooMuch(["account_admin", "auditor", "integrator", "resident"], allRoles) ||
          isTooMuch(judges, askers) ||
          (held.includes("standards_drafter") && held.includes("standards_reviewer"));
        expect({ held, isApart: roles.findConflict(held) !== null }).toEqual({ held, isApart: mustBeApart });
      },
    );
    fc.assert(property, { numRuns: 2_000 });
  });

  test.each(allRoles.flatMap((one, at) => allRoles.slice(at + 1).map((other) => [one, other] as const)))(
    "%s and %s: the page says what the file says",
    (one, other) => {
      const page = readText("schema/roles.md");
      const row = page.split("\n").find((line) => line.startsWith(`| ${one} |`)) ?? "";
      const cell = row.split("|")[2 + roles.names.indexOf(other)]?.trim();
      expect(cell).toBe(roles.findConflict([one, other]) === null ? "" : "never");
    },
  );

  test.each([
    ["account_admin", "window_clerk", "sees no people"],
    ["auditor", "analyst", null],
    ["centre_head", "village_worker", "does not ask"],
    ["resident", "analyst", "own record"],
  ])("make a file that lets %s and %s come together refused", (one, other, reason) => {
    const file = parse(text) as { roles: Record<string, { conflicts?: string[] }> };
    for (const [role, against] of [
      [one, other],
      [other, one],
    ] as const) {
      const held = file.roles[role];
      if (held?.conflicts !== undefined) held.conflicts = held.conflicts.filter((name) => name !== against);
    }
    const broken = stringify(file, { aliasDuplicateObjects: false });
    if (reason === null) expect(parseRoles(broken).findConflict([one, other])).toBeNull();
    else expect(() => parseRoles(broken)).toThrow(reason);
    expect(parseRoles(broken, { isOlder: true }).findConflict([one, other])).toBeNull();
  });
});

describe("conflictsOf", () => {
  test("names both sides of every conflict", () => {
    for (const one of allRoles) {
      const expected = allRoles.filter((other) => other !== one && roles.findConflict([one, other]) !== null);
      expect([...roles.conflictsOf(one)].sort()).toEqual(expected.sort());
    }
  });
});

describe("parseRoles", () => {
  test.each([
    [
      "an unknown scope",
      text.replace("population:read:name", "population:read:everything"),
      "roles.window_clerk.scopes[1]",
    ],
    ["an unknown role", text.replace("  analyst:", "  analysts:"), "analysts"],
    [
      "a role without a title",
      text.replace("    title: 系统对接 — a department's system that delivers data\n", ""),
      "integrator",
    ],
    [
      "a key nobody reads",
      text.replace("    ownDepartment: true", "    ownDepartment: true\n    admin: true"),
      "admin",
    ],
    [
      "a conflict with nobody",
      text.replace("conflicts: [standards_reviewer]", "conflicts: [reviewers]"),
      "standards_drafter.conflicts[0]",
    ],
    ["no version", text.replace(/^version: \d+$/m, ""), "version"],
    [
      "a role granted that watches over administrators",
      text.replace("      - analyst\n      # Only", "      - auditor\n      # Only"),
      "roles.account_admin.grants",
    ],
    [
      "roles granted by who may not",
      text.replace("    title: 审计人员", "    grants: [analyst]\n    title: 审计人员"),
      "roles.auditor.grants",
    ],
    ["an unknown kind of purpose", text.replace("[case, item, duty]", "[case, walk]"), "roles.centre_head.purposes[1]"],
    ["no purposes", text.replace("    purposes: [case, item, duty]\n", ""), "roles.centre_head.purposes"],
    [
      "a purpose for who sees nobody",
      text.replace("purposes: []", "purposes: [duty]"),
      "roles.standards_drafter.purposes",
    ],
    [
      "a role that sees people for nothing",
      text.replace("purposes: [case, item]\n", "purposes: []\n"),
      "roles.resident",
    ],
    ["emergencies without the right", text.replace("[case, item, duty]", "[emergency]"), "roles.centre_head.purposes"],
    [
      "a right of a department's officers for somebody else",
      text.replace("    ownDepartment: true\n", ""),
      "roles.department_officer.departmentScopes",
    ],
    ["officers of no department", text.replace("      population: [", "      fisheries: ["), "fisheries"],
    ["a list", "- one", "schema/roles.yaml"],
    ["nothing", "", "schema/roles.yaml"],
  ])("refuses %s and says where", (_what, broken, word) => {
    expect(broken).not.toBe(text);
    expect(() => parseRoles(broken)).toThrow(word);
  });

  test("gives another hash for another text", () => {
    expect(parseRoles(`${text}\n`).hash).not.toBe(roles.hash);
    expect(roles.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("parseRoles lists everything that is wrong at once", () => {
  const broken = text
    .replace("[case, item, duty]", "[case, walk]")
    .replace("purposes: []", "purposes: [duty]")
    .replace("population:read:address", "population:read:everything");
  for (const where of ["centre_head.purposes", "grid_worker.scopes", "standards_drafter.purposes"]) {
    expect(() => parseRoles(broken)).toThrow(where);
  }
});
