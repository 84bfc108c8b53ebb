import { describe, expect, test } from "vitest";
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
    ["a conflict with nobody", text.replace("conflicts: [auditor]", "conflicts: [auditors]"), "auditor"],
    ["no version", text.replace(/^version: \d+$/m, ""), "version"],
    [
      "a role granted that watches over administrators",
      text.replace("      - analyst\n", "      - auditor\n"),
      "roles.account_admin.grants",
    ],
    [
      "roles granted by who may not",
      text.replace("conflicts: [account_admin", "grants: [analyst]\n    conflicts: [account_admin"),
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
