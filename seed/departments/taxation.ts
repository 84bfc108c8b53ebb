import { rows as described } from "../../subgraphs/taxation/rows.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { sourceKeyOf } from "./source-keys.ts";

/** Only who Taxation knows, and by which number; premiums come from the tax service when somebody asks. */
export const taxation: SeededDepartment = {
  name: "taxation",
  tables: madeUpColumns({ taxpayers: described.taxpayers }),
  writePerson(person, world, rows) {
    if (person.firstPaidOn === null) return;
    addRow(rows, described.taxpayers, person, world, { sourceKey: sourceKeyOf("taxation", person.index) });
  },
};
