import { type AnyColumn, sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, type RowOf } from "../shared/read.ts";
import { visibleRecords } from "./policies.ts";
import { accessRecords } from "./tables.ts";

// As JSON, so that lists arrive as lists without a look-up of array types on connect.
const list = (column: AnyColumn) => sql<string[]>`to_json(${column})`;

const recordColumns = {
  id: accessRecords.recordId,
  position: sql<string>`${accessRecords.position}`,
  recordedAt: accessRecords.recordedAt,
  requestId: accessRecords.requestId,
  viewerId: accessRecords.viewerId,
  viewerRoles: list(accessRecords.roles),
  viewerAreas: list(accessRecords.areas),
  viewerDepartment: accessRecords.department,
  purpose: accessRecords.purpose,
  rolesHash: accessRecords.rolesHash,
  operationHash: accessRecords.operationHash,
  operationName: accessRecords.operationName,
  returnedFields: list(accessRecords.returned),
  maskedFields: list(accessRecords.masked),
  refusedFields: list(accessRecords.refused),
  residentCount: sql<number>`cardinality(${accessRecords.residents})`,
};
export type AccessRecordRow = RowOf<typeof recordColumns>;

const recordPage = defineRead(
  recordColumns,
  sql`from ${accessRecords} where ${visibleRecords}
    and (${sql.placeholder("afterId")}::bigint is null or ${accessRecords.position} < ${sql.placeholder("afterId")}::bigint)
    order by ${accessRecords.position} desc limit ${sql.placeholder("limit")}::int`,
);

const RECORDS: ListOrder = { list: "access-records", sort: "none" };

/** The reads of the Audit department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return { recordPage: (page: PageArguments) => loadPage(context, page) };
}

export type Loaders = ReturnType<typeof createLoaders>;

async function loadPage(
  { database, viewer }: LoaderContext,
  page: PageArguments,
): Promise<Connection<AccessRecordRow>> {
  const values = pageValues(page, RECORDS);
  const rows = await database.read(viewer, recordPage, { ...values });
  return toConnection(rows, values, RECORDS, (row) => ["0", row.position]);
}
