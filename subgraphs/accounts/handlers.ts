import { sql } from "drizzle-orm";
import { hearMove } from "../shared/follow-area.ts";
import { defineWrite } from "../shared/read.ts";
import { accounts } from "./tables.ts";

const areaCode = sql`${sql.placeholder("areaCode")}::text`;

// Staff have the areas they were given, and no resident of their own.
const moveAccount = defineWrite(
  {},
  sql`update ${accounts} set area_code = ${areaCode}, areas = array[${areaCode}]
    where ${accounts.residentId} = ${sql.placeholder("residentId")}::bigint and ${accounts.areaCode} <> ${areaCode}`,
);

export const handlers = [
  hearMove(accounts, async (transaction, { residentId, areaCode }) => {
    await transaction.run(moveAccount, { residentId, areaCode });
  }),
];
