import { sql } from "drizzle-orm";
import { followArea } from "../shared/follow-area.ts";
import { hear, type HeardEvent } from "../shared/hear.ts";
import { defineWrite } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import { findings, followUps, residents, visits } from "./tables.ts";

const enterResident = defineWrite(
  {},
  sql`insert into ${residents} (resident_id, area_code)
    values (${sql.placeholder("residentId")}::bigint, ${sql.placeholder("areaCode")}::text) on conflict do nothing`,
);

const enter = async (transaction: Transaction, { residentId, areaCode }: HeardEvent): Promise<void> => {
  await transaction.run(enterResident, { residentId, areaCode });
};

export const handlers = [
  // Whoever may visit them is the grid of the place they moved to, and what is left to do is left to it.
  followArea([residents, visits, findings, followUps]),
  hear("population", "ResidentBorn", 1, enter),
  hear("population", "ResidentRegistered", 1, enter),
];
