import { sql } from "drizzle-orm";
import { areaOfFilter } from "../shared/area.ts";
import { isCaseNumber } from "../shared/code-scheme.ts";
import { type LoaderContext, manyByKeyAndValues, oneByKey } from "../shared/loader.ts";
import {
  areaPage,
  type Connection,
  type ListOrder,
  type PageArguments,
  pageValues,
  toConnection,
} from "../shared/page.ts";
import type { PageValues } from "../shared/page.ts";
import { defineNewestRead, defineRead, isInPage, keyIn, type RowOf } from "../shared/read.ts";
import { createCountLoaders } from "./loaders-counts.ts";
import { visibleCases } from "./policies.ts";
import { cases } from "./tables.ts";

const caseColumns = {
  residentId: cases.residentId,
  id: cases.caseId,
  areaCode: cases.areaCode,
  number: cases.number,
  itemCode: cases.itemCode,
  businessCode: cases.businessCode,
  centreCode: cases.centreCode,
  status: cases.status,
  origin: cases.origin,
  isByAgent: cases.isByAgent,
  openedOn: cases.openedOn,
  acceptedOn: cases.acceptedOn,
  dueOn: cases.dueOn,
  closedOn: cases.closedOn,
};
export type CaseRow = RowOf<typeof caseColumns>;

const casesById = defineRead(caseColumns, sql`from ${cases} where ${keyIn(cases.caseId)} and ${visibleCases}`);

const casesByNumber = defineRead(
  caseColumns,
  sql`from ${cases} where ${cases.number} = any(${sql.placeholder("keys")}::text[]) and ${visibleCases}
    order by ${cases.caseId}`,
);

const newestCases = defineNewestRead(caseColumns, {
  table: cases,
  key: cases.residentId,
  newest: cases.openedOn,
  id: cases.caseId,
  isVisible: visibleCases,
});

const countsByResident = defineRead(
  { residentId: cases.residentId, count: sql<number>`count(*)::int` },
  sql`from ${cases} where ${keyIn(cases.residentId)} and ${visibleCases} group by ${cases.residentId}`,
);

// Both are one range of an index whatever the position: with the status left open in one statement, neither would be.
const inPage = sql`${isInPage(cases.areaCode, cases.caseId)}
  order by ${cases.areaCode}, ${cases.caseId} limit ${sql.placeholder("limit")}::int`;
const hasStatus = sql`${cases.status} = ${sql.placeholder("status")}::text`;
const casePage = defineRead(caseColumns, sql`from ${cases} where ${visibleCases} and ${inPage}`);
const casePageOfStatus = defineRead(
  caseColumns,
  sql`from ${cases} where ${visibleCases} and ${hasStatus} and ${inPage}`,
);

const inRange = sql`${cases.areaCode} >= ${sql.placeholder("startArea")}::text collate "C"
  and ${cases.areaCode} < ${sql.placeholder("endArea")}::text collate "C"`;
const caseTotal = defineRead(
  { count: sql<number>`count(*)::int` },
  sql`from ${cases} where ${visibleCases} and ${inRange}
    and (${sql.placeholder("status")}::text is null or ${hasStatus})`,
);

const CASES: ListOrder = { list: "cases", sort: "area" };
const OWN_CASES: ListOrder = { list: "cases-of-a-resident", sort: "day" };

export interface CaseFilter {
  areaCode?: string | null;
  status?: string | null;
}

/** A page, and how many there are on all of them, which is only counted when somebody asks. */
export interface CountedConnection extends Connection<CaseRow> {
  readonly total: () => Promise<number>;
}

/** The reads of the Cases department; one set per request. */
export function createLoaders(context: LoaderContext) {
  const newest = manyByKeyAndValues<CaseRow, PageValues>(context, newestCases, (row) => row.residentId);
  const counts = oneByKey(context, countsByResident, (row) => row.residentId);
  return {
    caseById: oneByKey(context, casesById, (row) => row.id),
    caseByNumber: oneByKey(context, casesByNumber, (row) => row.number, isCaseNumber),
    casePage: (filter: CaseFilter, page: PageArguments) => loadPage(context, filter, page),
    casesByResidentId: async (residentId: string, page: PageArguments): Promise<CountedConnection> => {
      const values = pageValues(page, OWN_CASES);
      const rows = await newest.load({ key: residentId, values });
      const connection = toConnection(rows, values, OWN_CASES, (row) => [row.openedOn, row.id]);
      return { ...connection, total: async () => (await counts.load(residentId))?.count ?? 0 };
    },
    ...createCountLoaders(context),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

async function loadPage(context: LoaderContext, filter: CaseFilter, page: PageArguments): Promise<CountedConnection> {
  const { database, viewer } = context;
  const { status = null } = filter;
  const within = areaOfFilter(filter.areaCode);
  const areas = within === null ? viewer.areas : [within];
  const values = pageValues(page, CASES);
  const range = { ...values, ...areaPage(areas, values), status };
  const rows = await database.read(viewer, status === null ? casePage : casePageOfStatus, range);
  const connection = toConnection(rows, values, CASES, (row) => [row.areaCode, row.id]);
  const total = async () => {
    const all = areaPage(areas, { limit: 0, afterSort: null, afterId: null });
    return (await database.read(viewer, caseTotal, { ...all, status }))[0]?.count ?? 0;
  };
  return { ...connection, total };
}
