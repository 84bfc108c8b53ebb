import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKeyAndValues } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { defineUnreadableRead, unreadableByKey } from "../shared/source/refused-records.ts";
import { refreshedByKey } from "../shared/source/refreshed.ts";
import { visibleLicences, visibleOperators } from "./policies.ts";
import { licensingSystem } from "./source.ts";
import { licences, operators, refusedRecords } from "./tables.ts";

const operatorsByResidentId = defineRead(
  { id: operators.residentId, sourceKey: operators.sourceKey, asOf: operators.asOf },
  sql`from ${operators} where ${keyIn(operators.residentId)} and ${visibleOperators}`,
);

const licenceColumns = {
  residentId: licences.residentId,
  id: licences.licenceId,
  number: licences.number,
  status: licences.status,
  category: licences.category,
  premises: licences.premises,
  holderIdNumber: licences.holderIdNumber,
  businessName: licences.businessName,
  creditCode: licences.creditCode,
  issuedOn: licences.issuedOn,
  expiresOn: licences.expiresOn,
};
export type LicenceRow = RowOf<typeof licenceColumns>;

const newestLicences = defineNewestRead(licenceColumns, {
  table: licences,
  key: licences.residentId,
  newest: licences.issuedOn,
  id: licences.licenceId,
  isVisible: visibleLicences,
});

const unreadableRecords = defineUnreadableRead(refusedRecords);

/** The reads of the Market Regulation department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    unreadableById: unreadableByKey(context, unreadableRecords),
    operatorByResidentId: refreshedByKey(context, licensingSystem.name, operatorsByResidentId),
    licencesByResidentId: manyByKeyAndValues<LicenceRow, PageValues>(context, newestLicences, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
