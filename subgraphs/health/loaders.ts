import { sql } from "drizzle-orm";
import { type LoaderContext, oneByKey } from "../shared/loader.ts";
import { defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { visibleRegistrations, visibleSupports } from "./policies.ts";
import { birthRegistrations, supports } from "./tables.ts";

const registrationsByResidentId = defineRead(
  {
    residentId: birthRegistrations.residentId,
    registeredOn: birthRegistrations.registeredOn,
    certificateNumber: birthRegistrations.certificateNumber,
    institution: birthRegistrations.institution,
  },
  sql`from ${birthRegistrations} where ${keyIn(birthRegistrations.residentId)} and ${visibleRegistrations}`,
);

const supportColumns = {
  residentId: supports.residentId,
  status: supports.status,
  kind: supports.kind,
  startsOn: supports.startsOn,
  endsOn: supports.endsOn,
  monthlyFen: supports.monthlyFen,
};
export type SupportRow = RowOf<typeof supportColumns>;

const supportsByResidentId = defineRead(
  supportColumns,
  sql`from ${supports} where ${keyIn(supports.residentId)} and ${visibleSupports}`,
);

/** The reads of the Health department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    registrationByResidentId: oneByKey(context, registrationsByResidentId, (row) => row.residentId),
    supportByResidentId: oneByKey(context, supportsByResidentId, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
