import { rows as described } from "../../subgraphs/utilities/rows.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
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
  tables: madeUpColumns({ accounts: described.accounts }),
  writePerson(person, world, rows) {
    const { index, headIndex, residentId } = person;
    if (index !== headIndex) return;
    KINDS.forEach(([kind, source], at) => {
      addRow(rows, described.accounts, person, world, {
        accountId: residentId * 10 + at,
        kind,
        sourceKey: sourceKeyOf(source, index),
      });
    });
  },
};
