import { sql } from "drizzle-orm";
import { hear } from "../shared/hear.ts";
import { defineWrite } from "../shared/read.ts";
import { residents } from "./tables.ts";

const moveResident = defineWrite(
  {},
  sql`update ${residents} set area_code = ${sql.placeholder("areaCode")}::text
    where ${residents.residentId} = ${sql.placeholder("residentId")}::bigint`,
);

export const handlers = [
  // Whoever may visit them is now the grid of the place they moved to.
  hear("population", "ResidentMoved", 1, async (transaction, { residentId, areaCode }) => {
    await transaction.run(moveResident, { residentId, areaCode });
  }),
];
