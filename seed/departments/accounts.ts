import { arrayLiteral } from "../../subgraphs/shared/database.ts";
import { demoAccounts } from "./demo-accounts.ts";
import { provinceStaff } from "./province-staff.ts";
import type { SeededDepartment } from "./seeded-department.ts";

export const accounts: SeededDepartment = {
  name: "accounts",
  tables: {
    accounts: [
      "account_id",
      "username",
      "display_name",
      "area_code",
      "areas",
      "roles",
      "department",
      "is_active",
      "resident_id",
    ],
    certificates: ["account_id", "course", "valid_from", "valid_until"],
  },
  writeOnce(rows, world) {
    const staff = world.extent === "PROVINCE" ? provinceStaff(world) : [];
    for (const one of [...demoAccounts, ...staff]) {
      const { accountId, username, displayName, areas, role, department, residentId, course } = one;
      rows.add("accounts", [
        accountId,
        username,
        displayName,
        areas[0],
        arrayLiteral(areas),
        arrayLiteral([role]),
        department,
        "true",
        residentId,
      ]);
      // For as long as anybody tries the demo out.
      if (course !== null) rows.add("certificates", [accountId, course, "2025-01-01", "2099-12-31"]);
    }
  },
};
