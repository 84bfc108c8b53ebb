import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKeyAndValues, oneByKey } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { defineUnreadableRead, unreadableByKey } from "../shared/source/refused-records.ts";
import { visibleAccounts, visibleDeposits } from "./policies.ts";
import { accounts, deposits, refusedRecords } from "./tables.ts";

const accountColumns = {
  residentId: accounts.residentId,
  status: accounts.status,
  employer: accounts.employer,
  openedOn: accounts.openedOn,
  depositedUntilOn: accounts.depositedUntilOn,
  balanceFen: accounts.balanceFen,
  monthlyDepositFen: accounts.monthlyDepositFen,
  asOf: accounts.asOf,
};
export type AccountRow = RowOf<typeof accountColumns>;

const accountsByResidentId = defineRead(
  accountColumns,
  sql`from ${accounts} where ${keyIn(accounts.residentId)} and ${visibleAccounts}`,
);

const depositColumns = {
  residentId: deposits.residentId,
  id: deposits.depositId,
  monthOn: deposits.monthOn,
  depositedOn: deposits.depositedOn,
  amountFen: deposits.amountFen,
};
export type DepositRow = RowOf<typeof depositColumns>;

const newestDeposits = defineNewestRead(depositColumns, {
  table: deposits,
  key: deposits.residentId,
  newest: deposits.monthOn,
  id: deposits.depositId,
  isVisible: visibleDeposits,
});

const unreadableRecords = defineUnreadableRead(refusedRecords);

/** The reads of the Housing Fund department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    unreadableById: unreadableByKey(context, unreadableRecords),
    accountByResidentId: oneByKey(context, accountsByResidentId, (row) => row.residentId),
    depositsByResidentId: manyByKeyAndValues<DepositRow, PageValues>(context, newestDeposits, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
