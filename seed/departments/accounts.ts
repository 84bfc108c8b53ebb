import { rows as described } from "../../subgraphs/accounts/rows.ts";
import { demoAccounts } from "./demo-accounts.ts";
import { addPlainRow, madeUpColumns } from "./made-up-rows.ts";
import { provinceStaff } from "./province-staff.ts";
import type { SeededDepartment } from "./seeded-department.ts";

export const accounts: SeededDepartment = {
  name: "accounts",
  tables: madeUpColumns(described),
  writeOnce(rows, world) {
    const staff = world.extent === "PROVINCE" ? provinceStaff(world) : [];
    for (const one of [...demoAccounts, ...staff]) {
      const { accountId, username, displayName, areas, role, department, residentId, course } = one;
      addPlainRow(rows, described.accounts, world, {
        accountId,
        username,
        displayName,
        areaCode: areas[0],
        areas,
        roles: [role],
        department,
        isActive: true,
        residentId,
      });
      if (course === null) continue;
      // For as long as anybody tries the demo out.
      const [validFrom, validUntil] = ["2025-01-01", "2099-12-31"];
      addPlainRow(rows, described.certificates, world, { accountId, course, validFrom, validUntil });
    }
  },
};
