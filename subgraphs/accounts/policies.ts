import { sql } from "drizzle-orm";
import { claimsAreSet } from "../shared/read.ts";
import { accountRequests, accounts } from "./tables.ts";

/** Accounts of the staff of the viewer's areas, and a resident's own: residents are no staff, and in no list of it. */
export const visibleAccounts = sql`${claimsAreSet} and (
  (${accounts.areaCode} ^@ any(${sql.placeholder("areas")}::text[])
    and ${accounts.residentId} is null and not 'resident' = any(${accounts.roles}))
  or ${accounts.residentId} = ${sql.placeholder("ownResident")}::bigint)`;

/** Requests about accounts all of whose areas are the viewer's. */
export const visibleRequests = sql`${claimsAreSet} and accounts.covers(${accountRequests.areas})`;
