import { rows as described } from "../../subgraphs/market-regulation/rows.ts";
import { Random } from "../draw/random.ts";
import type { Person, World } from "../people/person.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { sourceKeyOf } from "./source-keys.ts";

const SHARE = { FLEXIBLE: 0.3, RURAL_URBAN: 0.04 } as const;

/** Only who runs a food business, and by which number; licences come from the licensing system when somebody asks. */
export const marketRegulation: SeededDepartment = {
  name: "market-regulation",
  tables: madeUpColumns({ operators: described.operators }),
  writePerson(person, world, rows) {
    if (!runsBusiness(person, world)) return;
    addRow(rows, described.operators, person, world, { sourceKey: sourceKeyOf("market-regulation", person.index) });
  },
};

/** The licensing system of the demo asks the same. */
export function runsBusiness({ index, livelihood }: Person, world: World): boolean {
  if (livelihood !== "FLEXIBLE" && livelihood !== "RURAL_URBAN") return false;
  return new Random(world.seed, "businesses", index).isTrue(SHARE[livelihood]);
}
