import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKeyAndValues } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { defineUnreadableRead, unreadableByKey } from "../shared/source/refused-records.ts";
import { refreshedByKey } from "../shared/source/refreshed.ts";
import { visiblePremiums, visibleTaxpayers } from "./policies.ts";
import { premiumService } from "./source.ts";
import { premiums, refusedRecords, taxpayers } from "./tables.ts";

const taxpayersByResidentId = defineRead(
  { id: taxpayers.residentId, sourceKey: taxpayers.sourceKey, asOf: taxpayers.asOf },
  sql`from ${taxpayers} where ${keyIn(taxpayers.residentId)} and ${visibleTaxpayers}`,
);

const premiumColumns = {
  residentId: premiums.residentId,
  id: premiums.premiumId,
  kind: premiums.kind,
  status: premiums.status,
  monthOn: premiums.monthOn,
  paidOn: premiums.paidOn,
  amountFen: premiums.amountFen,
};
export type PremiumRow = RowOf<typeof premiumColumns>;

const newestPremiums = defineNewestRead(premiumColumns, {
  table: premiums,
  key: premiums.residentId,
  newest: premiums.monthOn,
  id: premiums.premiumId,
  isVisible: visiblePremiums,
});

const unreadableRecords = defineUnreadableRead(refusedRecords);

/** The reads of the Taxation department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    unreadableById: unreadableByKey(context, unreadableRecords),
    taxpayerByResidentId: refreshedByKey(context, premiumService.name, taxpayersByResidentId),
    premiumsByResidentId: manyByKeyAndValues<PremiumRow, PageValues>(context, newestPremiums, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
