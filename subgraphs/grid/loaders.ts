import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKey, manyByKeyAndValues, oneByKey } from "../shared/loader.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineReadAround, type RowOf } from "../shared/read.ts";
import { createFollowUpLoaders } from "./loaders-follow-ups.ts";
import { isVisitKey, keyOfVisit, partsOf, VISIT_PARTS } from "./loaders-keys.ts";
import { visibleFindings, visibleVisits } from "./policies.ts";
import { findings, visits } from "./tables.ts";
import { createWrites } from "./writes.ts";

const visitColumns = {
  id: sql<string>`concat(${visits.residentId}, '-', ${visits.visitId})`,
  residentId: visits.residentId,
  visitId: visits.visitId,
  visitedOn: visits.visitedOn,
  visitor: visits.visitor,
  kind: visits.kind,
  outcome: visits.outcome,
  note: visits.note,
};
export type VisitRow = RowOf<typeof visitColumns>;

const newestVisits = defineNewestRead(visitColumns, {
  table: visits,
  key: visits.residentId,
  newest: visits.visitedOn,
  id: visits.visitId,
  isVisible: visibleVisits,
});

const wanted = sql`unnest(${sql.placeholder("keys")}::text[]) as wanted(key)`;
const wantedParts = partsOf(sql`wanted.key`, VISIT_PARTS);

const visitsByKey = defineReadAround(
  visitColumns,
  (list) => sql`select found.* from ${wanted}, lateral (
    select ${list} from ${visits} where (${visits.residentId}, ${visits.visitId}) = (${wantedParts}) and ${visibleVisits}
  ) as found offset 0`,
);

const findingsByVisit = defineReadAround(
  {
    residentId: findings.residentId,
    visitId: findings.visitId,
    kind: findings.kind,
    severity: findings.severity,
    note: findings.note,
  },
  (list) => sql`select found.* from ${wanted}, lateral (
    select ${list} from ${findings}
    where (${findings.residentId}, ${findings.visitId}) = (${wantedParts}) and ${visibleFindings}
    order by ${findings.findingId}
  ) as found offset 0`,
);

/** The reads of the Grid department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    visitsByResidentId: manyByKeyAndValues<VisitRow, PageValues>(context, newestVisits, (row) => row.residentId),
    visitByKey: oneByKey(context, visitsByKey, keyOfVisit, isVisitKey),
    findingsByVisit: manyByKey(context, findingsByVisit, keyOfVisit, isVisitKey),
    ...createFollowUpLoaders(context),
    writes: createWrites(context),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;
