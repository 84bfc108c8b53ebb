import { arrayLiteral } from "../../subgraphs/shared/database.ts";
import { demoAccounts } from "./demo-accounts.ts";
import { provinceStaff } from "./province-staff.ts";
import type { SeededDepartment } from "./seeded-department.ts";

export const accounts: SeededDepartment = {
  name: "accounts",
  tables: {
    accounts: ["account_id", "username", "display_name", "area_code", "areas", "roles", "department", "is_active"],
  },
  writeOnce(rows, world) {
    const staff = world.extent === "PROVINCE" ? provinceStaff(world) : [];
    for (const { accountId, username, displayName, areas, role, department } of [...demoAccounts, ...staff]) {
      rows.add("accounts", [
        accountId,
        username,
        displayName,
        areas[0],
        arrayLiteral(areas),
        arrayLiteral([role]),
        department,
        "true",
      ]);
    }
  },
};
