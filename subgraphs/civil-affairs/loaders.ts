import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKeyAndValues, oneByKey } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { visibleAwards, visibleRecipients } from "./policies.ts";
import { awards, recipients } from "./tables.ts";

const recipientColumns = {
  residentId: recipients.residentId,
  assistanceStatus: recipients.assistanceStatus,
  assistanceCategory: recipients.assistanceCategory,
  assistanceMonthlyFen: recipients.assistanceMonthlyFen,
  allowanceBandAge: recipients.allowanceBandAge,
  allowanceStartsOn: recipients.allowanceStartsOn,
  allowanceEndsOn: recipients.allowanceEndsOn,
  allowanceMonthlyFen: recipients.allowanceMonthlyFen,
};
export type RecipientRow = RowOf<typeof recipientColumns>;

const recipientsByResidentId = defineRead(
  recipientColumns,
  sql`from ${recipients} where ${keyIn(recipients.residentId)} and ${visibleRecipients}`,
);

const awardColumns = {
  residentId: awards.residentId,
  id: awards.awardId,
  awardedOn: awards.awardedOn,
  reason: awards.reason,
  amountFen: awards.amountFen,
};
export type AwardRow = RowOf<typeof awardColumns>;

const newestAwards = defineNewestRead(awardColumns, {
  table: awards,
  key: awards.residentId,
  newest: awards.awardedOn,
  id: awards.awardId,
  isVisible: visibleAwards,
});

/** The reads of the Civil Affairs department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    recipientByResidentId: oneByKey(context, recipientsByResidentId, (row) => row.residentId),
    awardsByResidentId: manyByKeyAndValues<AwardRow, PageValues>(context, newestAwards, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
