import { describe, expect, test } from "vitest";
import { compareWithApproved } from "../../../cli/approved-table.ts";
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
    ["a field that is gone", (text) => text.replace(/^\| Claim\.hospital .*\n/m, ""), ["Claim.hospital"]],
    ["two roles in each other's place", (text) => text.replace("analyst | auditor", "auditor | analyst"), ["roles"]],
  ])("with %s is not", (_what, change, coordinates) => {
    const changed = change(table);
    expect(changed).not.toBe(table);
    expect(found(changed)).toEqual(coordinates);
    expect(found(table, changed)).toEqual(coordinates);
  });

  test("is not approved as long as nothing is", () => {
    expect(found(table, "")).toContain("Resident.idNumber");
  });
});
