import type { SeededDepartment } from "./seeded-department.ts";
import { sourceKeyOf } from "./source-keys.ts";

/** Only who Taxation knows, and by which number; premiums come from the tax service when somebody asks. */
export const taxation: SeededDepartment = {
  name: "taxation",
  tables: { taxpayers: ["resident_id", "area_code", "source_key"] },
  writePerson({ index, residentId, village, firstPaidOn }, _world, rows) {
    if (firstPaidOn !== null) rows.add("taxpayers", [residentId, village.code, sourceKeyOf("taxation", index)]);
  },
};
