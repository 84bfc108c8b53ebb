import type { SeededDepartment } from "./seeded-department.ts";
import { sourceKeyOf } from "./source-keys.ts";

const KINDS = [
  ["WATER", "utilities/water"],
  ["ELECTRICITY", "utilities/electricity"],
  ["GAS", "utilities/gas"],
] as const;

/** Accounts are in the name of the head of a household; bills come from the companies when somebody asks. */
export const utilities: SeededDepartment = {
  name: "utilities",
  tables: { accounts: ["resident_id", "account_id", "area_code", "kind", "source_key"] },
  writePerson({ index, headIndex, residentId, village }, _world, rows) {
    if (index !== headIndex) return;
    KINDS.forEach(([kind, source], at) => {
      rows.add("accounts", [residentId, residentId * 10 + at, village.code, kind, sourceKeyOf(source, index)]);
    });
  },
};
