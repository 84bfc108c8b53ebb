import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKey, oneByKey } from "../shared/loader.ts";
import { defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { visibleInsuredPersons, visibleParticipations } from "./policies.ts";
import { insuredPersons, participations } from "./tables.ts";

const insuredPersonColumns = {
  residentId: insuredPersons.residentId,
  status: insuredPersons.status,
  pensionStartsOn: insuredPersons.pensionStartsOn,
  pensionMonthlyFen: insuredPersons.pensionMonthlyFen,
};
export type InsuredPersonRow = RowOf<typeof insuredPersonColumns>;

const insuredPersonsByResidentId = defineRead(
  insuredPersonColumns,
  sql`from ${insuredPersons} where ${keyIn(insuredPersons.residentId)} and ${visibleInsuredPersons}`,
);

const participationColumns = {
  residentId: participations.residentId,
  insurance: participations.insurance,
  status: participations.status,
  paidMonths: participations.paidMonths,
  contributionBaseFen: participations.contributionBaseFen,
  insuredArea: participations.insuredAreaCode,
  employer: participations.employer,
};

const participationsByResidentId = defineRead(
  participationColumns,
  sql`from ${participations} where ${keyIn(participations.residentId)} and ${visibleParticipations}
    order by ${participations.insurance}`,
);

/** The reads of the Social Security department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    insuredPersonByResidentId: oneByKey(context, insuredPersonsByResidentId, (row) => row.residentId),
    participationsByResidentId: manyByKey(context, participationsByResidentId, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
