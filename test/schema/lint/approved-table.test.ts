import { describe, expect, test } from "vitest";
import { compareWithApproved } from "../../../schema/pages/approved-permissions.ts";
import { readText } from "../../repository/tree.ts";

const table = readText("schema/permissions.md");
const found = (now: string, approved = table) => compareWithApproved(now, approved).map(({ coordinate }) => coordinate);

describe("the table of permissions", () => {
  test("is the one that was approved", () => {
    expect(table).toBe(readText("schema/permissions.approved.md"));
    expect(found(table)).toEqual([]);
  });

  test.each<[what: string, change: (text: string) => string, coordinates: string[]]>([
    ["a role that sees more", (text) => text.replace(/(Claim\.diagnosis .*?)· /, "$1● "), ["Claim.diagnosis"]],
    [
      "a mask that is gone",
      (text) => text.replace("ID_NUMBER unless population:read:id-number", ""),
      ["Resident.idNumber"],
    ],
    ["a field nobody has approved", (text) => `${text}| Claim.price | nothing |  | ● |\n`, ["Claim.price"]],
    ["another number of roles", (text) => text.replace("holds 3 roles", "holds 4 roles"), ["roles"]],
    ["a purpose", (text) => text.replace("| grid_worker | item,", "| grid_worker | case, item,"), ["grid_worker"]],
    ["a certificate", (text) => text.replace("| personal-data-protection |", "| none |"), ["centre_head"]],
    [
      "a conflict",
      (text) => text.replace(/(\| standards_drafter \| none \| none \| )standards_reviewer, /, "$1"),
      ["standards_drafter"],
    ],
    ["a role to give", (text) => text.replace("account_admin |\n", "account_admin, auditor |\n"), ["account_admin"]],
    ["a field that is gone", (text) => text.replace(/^\| Claim\.hospital .*\n/m, ""), ["Claim.hospital"]],
  ])("with %s is not", (_what, change, coordinates) => {
    const changed = change(table);
    expect(changed).not.toBe(table);
    expect(found(changed)).toEqual(coordinates);
    expect(found(table, changed)).toEqual(coordinates);
  });

  const page = (...rows: string[]) =>
    ["| field | asks for | mask | clerk | officer |", "| --- | --- | --- | :-: | :-: |", ...rows].join("\n");
  const saying = (before: string, now: string) => compareWithApproved(page(now), page(before))[0]?.message;
  test.each<[what: string, before: string, now: string, message: string]>([
    ["a value", "| A.b | a | | · | · |", "| A.b | a | | ● | · |", "clerk would see A.b."],
    ["a masked value", "| A.b | a | M | · | ◐ |", "| A.b | a | M | ◐ | ◐ |", "clerk would see A.b masked."],
    [
      "the whole value",
      "| A.b | a | M | ◐ | ◐ (● tax) |",
      "| A.b | a | M | ● | ● |",
      "clerk and officer would see A.b whole, and saw it masked.",
    ],
    [
      "what one department's officers get",
      "| A.b | a | M | · | ◐ |",
      "| A.b | a | M | · | ◐ (● health, tax) |",
      "officer of health and officer of tax would see A.b whole, and saw it masked.",
    ],
    [
      "what everybody else loses",
      "| A.b | a | | ● | ● |",
      "| A.b | a | | · | · (● tax) |",
      "clerk and officer would no longer see A.b.",
    ],
    ["another rule", "| A.b | a | | ● | · |", "| A.b | c | | ● | · |", "it would ask for c, and asked for a."],
    ["another mask", "| A.b | a | M | ◐ | · |", "| A.b | a | N | ◐ | · |", "its mask would be N, and was M."],
    ["a field of nobody", "| A.c | a | | ● | ● |", "| A.b | a | | · | · |", "it is new, and no role would see it."],
  ])("says in words whose view changes: %s", (_what, before, now, message) => {
    expect(saying(before, now)).toBe(
      `${message} Undo it, or have schema/permissions.approved.md changed and reviewed (CONTRIBUTING.md).`,
    );
  });

  test("is another one when two roles are in each other's place", () => {
    const changed = found(table.replace("analyst | auditor", "auditor | analyst"));
    expect(changed.slice(0, 1)).toEqual(["roles"]);
    expect(changed).toContain("CaseCount.cases");
    expect(changed).not.toContain("Resident.name");
  });

  test("is not approved as long as nothing is", () => {
    expect(found(table, "")).toContain("Resident.idNumber");
  });
});
