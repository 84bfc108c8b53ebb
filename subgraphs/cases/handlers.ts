import { sql } from "drizzle-orm";
import { hearMove } from "../shared/follow-area.ts";
import { defineRead } from "../shared/read.ts";
import { cases } from "./tables.ts";

// In the database, because counts move as well, which no login writes.
const moveCases = defineRead(
  { isMoved: sql<boolean>`true` },
  sql`from cases.move_cases(${sql.placeholder("residentId")}::bigint, ${sql.placeholder("areaCode")}::text)`,
);

export const handlers = [
  hearMove(cases, async (transaction, { residentId, areaCode }) => {
    await transaction.run(moveCases, { residentId, areaCode });
  }),
];
