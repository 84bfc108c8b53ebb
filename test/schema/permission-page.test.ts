import { describe, expect, test } from "vitest";
import { readPermissionPage } from "../support/permission-page.ts";
import { allDepartments, allHolders, mayGivePurpose, readSdlRules, scopesOfRole } from "../support/sdl-rules.ts";
import { allCoordinates } from "../support/visible-fields.ts";

const page = readPermissionPage();
const officerOf = (department: string) => ({ role: "department_officer", department });

describe("schema/permissions.md", () => {
  test("has a line for every field that clients can ask for", () => {
    expect([...page.coordinates].sort()).toEqual([...allCoordinates].sort());
  });

  // That the answers are the same: permission-matrix.test.ts.
  test("says what the departments' SDL says, for every role and the officers of every department", () => {
    const rules = readSdlRules(allDepartments);
    const wrong = allHolders.flatMap((holder) => {
      const scopes = scopesOfRole(holder.role, holder.department);
      const asker = { scopes, hasPurpose: mayGivePurpose(holder.role, "item") };
      return page.coordinates.flatMap((coordinate) => {
        const [type = "", field = ""] = coordinate.split(".");
        const [says, is] = [page.sayOf(coordinate, holder), rules.verdictOf(type, field, asker)];
        const isRefused = is !== "permitted" && is !== "masked";
        const isRight = isRefused ? says === "UNAUTHORIZED_FIELD_OR_TYPE" : says === is;
        return isRight ? [] : [`${holder.role} ${holder.department ?? ""} ${coordinate}: ${says}, and it is ${is}`];
      });
    });
    expect(wrong).toEqual([]);
    expect(allHolders.length).toBeGreaterThan(allDepartments.length);
  });

  test.each([
    ["Resident.idNumber", "population", "permitted"],
    ["Resident.phone", "population", "permitted"],
    ["Resident.address", "population", "permitted"],
    ["Resident.idNumber", "civil-affairs", "masked"],
    ["Query.emergencyAccesses", "population", "permitted"],
    ["EmergencyAccess.reason", "population", "permitted"],
    ["Query.emergencyAccesses", "health", "UNAUTHORIZED_FIELD_OR_TYPE"],
    ["Mutation.confirmEmergencyAccess", "population", "permitted"],
    ["Mutation.confirmEmergencyAccess", "taxation", "UNAUTHORIZED_FIELD_OR_TYPE"],
    ["Benefit.amountFen", "civil-affairs", "permitted"],
    ["Benefit.amountFen", "monitoring", "permitted"],
    ["Benefit.amountFen", "grid", "UNAUTHORIZED_FIELD_OR_TYPE"],
    ["Claim.diagnosis", "medical-insurance", "permitted"],
    ["Claim.diagnosis", "population", "UNAUTHORIZED_FIELD_OR_TYPE"],
  ])("says of %s that an officer of %s is %s", (coordinate, department, verdict) => {
    expect(page.sayOf(coordinate, officerOf(department))).toBe(verdict);
  });
});
