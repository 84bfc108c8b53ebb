import type { Person } from "../people/person.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { sourceKeyOf } from "./source-keys.ts";

/** Only whose account which number is; accounts come with the fund's file. */
export const housingFund: SeededDepartment = {
  name: "housing-fund",
  tables: { holders: ["resident_id", "area_code", "source_key"] },
  writePerson(person, _world, rows) {
    if (!hasFundAccount(person)) return;
    rows.add("holders", [person.residentId, person.village.code, sourceKeyOf("housing-fund", person.index)]);
  },
};

/** Employees have an account, and keep it, sealed, when they are without work. */
export function hasFundAccount({ livelihood }: Person): boolean {
  return livelihood === "EMPLOYEE" || livelihood === "UNEMPLOYED";
}
