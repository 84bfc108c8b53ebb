import { type SQL, sql } from "drizzle-orm";
import { defineRead, keyIn, type RowOf } from "../shared/read.ts";
import type { Certificate } from "../shared/role-rules.ts";
import { visibleAccounts } from "./policies.ts";
import { accounts, certificates } from "./tables.ts";

/** REQUESTED, INVITED, ACTIVE or CLOSED. */
export const accountState: SQL<string> = sql<string>`case
  when not ${accounts.isApproved} then 'REQUESTED' when not ${accounts.isActive} then 'CLOSED' when ${accounts.activatedAt} is null then 'INVITED' else 'ACTIVE' end`;

/** What is read of an account, whichever way it is found. */
export const accountColumns = {
  id: accounts.accountId,
  username: accounts.username,
  displayName: accounts.displayName,
  areaCode: accounts.areaCode,
  // As JSON, so that lists arrive as lists without a look-up of array types on connect.
  areas: sql<string[]>`to_json(${accounts.areas})`,
  roles: sql<string[]>`to_json(${accounts.roles})`,
  department: accounts.department,
  isActive: accounts.isActive,
  isApproved: accounts.isApproved,
  residentId: accounts.residentId,
  rightsVersion: accounts.rightsVersion,
  state: accountState,
  certificates: sql<Certificate[]>`(
    select coalesce(json_agg(json_build_object('course', c.course, 'startsOn', c.valid_from, 'endsOn', c.valid_until)
      order by c.course, c.valid_from), '[]')
    from ${certificates} c where c.account_id = ${accounts.accountId})`,
  // Certificates are of days as the counters count them.
  today: sql<string>`to_char(clock_timestamp() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`,
};
export type AccountRow = RowOf<typeof accountColumns>;

/** Accounts by their ids, in a read of their own or in a change. */
export const accountsById = defineRead(
  accountColumns,
  sql`from ${accounts} where ${keyIn(accounts.accountId)} and ${visibleAccounts}`,
);

/** What a token is made from, beside what is read of an account: who may be the same person (docs/adr/0056). */
export const signInColumns = {
  ...accountColumns,
  makers: sql<
    string[]
  >`to_json(array_remove(accounts.hands_of(${accounts.accountId}::text), ${accounts.accountId}::text))`,
};
