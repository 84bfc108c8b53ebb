import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKey, manyByKeyAndValues } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { defineUnreadableRead, unreadableByKey } from "../shared/source/refused-records.ts";
import type { Freshness } from "../shared/source/read-through.ts";
import { visibleAccounts, visibleBills, visibleReductions } from "./policies.ts";
import { companies, isKind, type Kind } from "./source.ts";
import { accounts, bills, reductions, refusedRecords } from "./tables.ts";

const accountColumns = {
  residentId: accounts.residentId,
  id: accounts.accountId,
  kind: accounts.kind,
  sourceKey: accounts.sourceKey,
  company: accounts.company,
  status: accounts.status,
  asOf: accounts.asOf,
};
type AccountRow = RowOf<typeof accountColumns>;
export type DatedAccount = AccountRow & Freshness;

const accountsByResidentId = defineRead(
  accountColumns,
  sql`from ${accounts} where ${keyIn(accounts.residentId)} and ${visibleAccounts} order by ${accounts.kind}`,
);

const billColumns = {
  accountId: bills.accountId,
  id: bills.billId,
  monthOn: bills.monthOn,
  status: bills.status,
  amountFen: bills.amountFen,
};
export type BillRow = RowOf<typeof billColumns>;

const newestBills = defineNewestRead(billColumns, {
  table: bills,
  key: bills.accountId,
  newest: bills.monthOn,
  id: bills.billId,
  isVisible: visibleBills,
});

const reductionColumns = {
  accountId: reductions.accountId,
  id: reductions.reductionId,
  monthOn: reductions.monthOn,
  amountFen: reductions.amountFen,
};
export type ReductionRow = RowOf<typeof reductionColumns>;

const newestReductions = defineNewestRead(reductionColumns, {
  table: reductions,
  key: reductions.accountId,
  newest: reductions.monthOn,
  id: reductions.reductionId,
  isVisible: visibleReductions,
});

const unreadableRecords = defineUnreadableRead(refusedRecords, refusedRecords.accountId);

/** The reads of the Utilities department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    unreadableById: unreadableByKey(context, unreadableRecords),
    accountsByResidentId: refreshedAccounts(context),
    billsByAccountId: manyByKeyAndValues<BillRow, PageValues>(context, newestBills, (row) => row.accountId),
    reductionsByAccountId: manyByKeyAndValues<ReductionRow, PageValues>(
      context,
      newestReductions,
      (row) => row.accountId,
    ),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

/** Accounts, each brought up to date by its own company: one that is down leaves the others' alone. */
function refreshedAccounts(context: LoaderContext): DataLoader<string, readonly DatedAccount[]> {
  const read = async (keys: readonly string[]) => {
    const loader = manyByKey(context, accountsByResidentId, (row) => row.residentId);
    return Promise.all(keys.map((key) => loader.load(key)));
  };
  return new DataLoader<string, readonly DatedAccount[]>(async (keys) => {
    const readAt = performance.now();
    const before = await read(keys);
    const known = before.flat();
    const kinds = (Object.keys(companies) as Kind[]).filter((kind) => known.some((account) => account.kind === kind));
    const answers = await Promise.all(
      kinds.map((kind) =>
        context.sources.refresh(
          companies[kind].name,
          known.filter((account) => account.kind === kind),
          readAt,
        ),
      ),
    );
    const freshness = new Map(answers.flatMap((answer) => [...answer]));
    // What a company said of the account itself was kept in the row that was read before.
    const isChanged = known.some(({ id, asOf }) => (freshness.get(id)?.asOf ?? null) !== asOf);
    const after = isChanged ? await read(keys) : before;
    return after.map((rows) =>
      rows.flatMap((row) => (isKind(row.kind) ? [{ ...row, ...(freshness.get(row.id) ?? { isStale: true }) }] : [])),
    );
  });
}
