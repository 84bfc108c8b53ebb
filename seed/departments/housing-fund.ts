import { rows as described } from "../../subgraphs/housing-fund/rows.ts";
import type { Person } from "../people/person.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { sourceKeyOf } from "./source-keys.ts";

/** Only whose account which number is; accounts come with the fund's file. */
export const housingFund: SeededDepartment = {
  name: "housing-fund",
  tables: madeUpColumns({ holders: described.holders }),
  writePerson(person, world, rows) {
    if (!hasFundAccount(person)) return;
    addRow(rows, described.holders, person, world, { sourceKey: sourceKeyOf("housing-fund", person.index) });
  },
};

/** Employees have an account, and keep it, sealed, when they are without work. */
export function hasFundAccount({ livelihood }: Person): boolean {
  return livelihood === "EMPLOYEE" || livelihood === "UNEMPLOYED";
}
