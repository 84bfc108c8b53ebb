import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKeyAndValues, oneByKey } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { visibleBenefits, visibleMonitored } from "./policies.ts";
import { benefits, monitoredPersons } from "./tables.ts";

const monitoredColumns = {
  residentId: monitoredPersons.residentId,
  level: monitoredPersons.level,
  certification: monitoredPersons.certification,
  certifiedOn: monitoredPersons.certifiedOn,
  reviewDueOn: monitoredPersons.reviewDueOn,
};

const monitoredByResidentId = defineRead(
  monitoredColumns,
  sql`from ${monitoredPersons} where ${keyIn(monitoredPersons.residentId)} and ${visibleMonitored}`,
);

const benefitColumns = {
  residentId: benefits.residentId,
  id: benefits.benefitId,
  kind: benefits.kind,
  state: benefits.state,
  amountFen: benefits.amountFen,
  periodStartsOn: benefits.periodStartsOn,
  periodEndsOn: benefits.periodEndsOn,
  changedOn: benefits.changedOn,
};
type BenefitRow = RowOf<typeof benefitColumns>;

const newestBenefits = defineNewestRead(benefitColumns, {
  table: benefits,
  key: benefits.residentId,
  newest: benefits.periodStartsOn,
  id: benefits.benefitId,
  isVisible: visibleBenefits,
});

/** The reads of the Monitoring department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    monitoringByResidentId: oneByKey(context, monitoredByResidentId, (row) => row.residentId),
    benefitsByResidentId: manyByKeyAndValues<BenefitRow, PageValues>(context, newestBenefits, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
