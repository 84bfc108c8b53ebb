import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKeyAndValues, oneByKey } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, keyIn, type RowOf } from "../shared/read.ts";
import { visibleClaims, visibleEnrolments } from "./policies.ts";
import { claims, enrolments } from "./tables.ts";

const enrolmentColumns = {
  residentId: enrolments.residentId,
  scheme: enrolments.scheme,
  status: enrolments.status,
  personalAccountBalanceFen: enrolments.personalAccountBalanceFen,
};
export type EnrolmentRow = RowOf<typeof enrolmentColumns>;

const enrolmentsByResidentId = defineRead(
  enrolmentColumns,
  sql`from ${enrolments} where ${keyIn(enrolments.residentId)} and ${visibleEnrolments}`,
);

const claimColumns = {
  residentId: claims.residentId,
  id: claims.claimId,
  settledOn: claims.settledOn,
  hospital: claims.hospital,
  diagnosis: claims.diagnosis,
  totalFen: claims.totalFen,
  reimbursedFen: claims.reimbursedFen,
};
export type ClaimRow = RowOf<typeof claimColumns>;

const newestClaims = defineNewestRead(claimColumns, {
  table: claims,
  key: claims.residentId,
  newest: claims.settledOn,
  id: claims.claimId,
  isVisible: visibleClaims,
});

/** The reads of the Medical Insurance department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    enrolmentByResidentId: oneByKey(context, enrolmentsByResidentId, (row) => row.residentId),
    claimsByResidentId: manyByKeyAndValues<ClaimRow, PageValues>(context, newestClaims, (row) => row.residentId),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
