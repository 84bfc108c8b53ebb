import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, isAfterNamed, type RowOf } from "../shared/read.ts";
import { list, listed } from "./loaders-looks.ts";
import { isForDuty, isOfAnother, visibleRecords } from "./policies.ts";
import { accessRecords, dutyJudgements } from "./tables.ts";

const dutyColumns = {
  id: accessRecords.recordId,
  recordedAt: accessRecords.recordedAt,
  viewerId: accessRecords.viewerId,
  viewerRoles: list(accessRecords.roles),
  viewerAreas: list(accessRecords.areas),
  purpose: accessRecords.purpose,
  returnedFields: listed("returned"),
  maskedFields: listed("masked"),
  residentCount: sql<number>`cardinality(${accessRecords.residents})`,
};
type DutyRow = RowOf<typeof dutyColumns>;

const unjudgedPage = defineRead(
  dutyColumns,
  sql`from ${accessRecords} where ${visibleRecords} and ${isForDuty} and ${isOfAnother}
    and not exists (select from ${dutyJudgements} where ${dutyJudgements.recordId} = ${accessRecords.recordId})
    and ${isAfterNamed(accessRecords, accessRecords.recordId, accessRecords.position, visibleRecords)}
    order by ${accessRecords.position} desc limit ${sql.placeholder("limit")}::int`,
);

const DUTIES: ListOrder = { list: "duties", sort: "none", id: "uuid" };

/** One page of looks for a duty that wait for a supervisor, newest first. */
export async function loadUnjudgedDuties(
  { database, viewer }: LoaderContext,
  page: PageArguments,
): Promise<Connection<DutyRow>> {
  const values = pageValues(page, DUTIES);
  const rows = await database.read(viewer, unjudgedPage, { ...values, viewerId: viewer.id });
  return toConnection(rows, values, DUTIES, (row) => ["0", row.id]);
}
