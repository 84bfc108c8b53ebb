import { sql } from "drizzle-orm";
import { areaOfFilter, areaRange, isAreaPrefix } from "../shared/area.ts";
import { type LoaderContext, manyByKey, oneByKey } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { claimsAreSet, defineRead, type RowOf } from "../shared/read.ts";
import { centreTownships, serviceCentres } from "./tables.ts";

const centreColumns = {
  code: serviceCentres.code,
  name: serviceCentres.name,
  standsIn: serviceCentres.standsIn,
  address: serviceCentres.address,
  openingHours: serviceCentres.openingHours,
};
export type CentreRow = RowOf<typeof centreColumns>;

const centresByCode = defineRead(
  centreColumns,
  sql`from ${serviceCentres} where ${serviceCentres.code} = any(${sql.placeholder("keys")}::text[]) and ${claimsAreSet}`,
);

const servingColumns = { ...centreColumns, townshipCode: centreTownships.townshipCode };

const centresByTownship = defineRead(
  servingColumns,
  sql`from ${centreTownships} join ${serviceCentres} on ${serviceCentres.code} = ${centreTownships.centreCode}
    where ${centreTownships.townshipCode} = any(${sql.placeholder("keys")}::text[]) and ${claimsAreSet}
    order by ${serviceCentres.code}`,
);

const townshipsByCentre = defineRead(
  { centreCode: centreTownships.centreCode, townshipCode: centreTownships.townshipCode },
  sql`from ${centreTownships} where ${centreTownships.centreCode} = any(${sql.placeholder("keys")}::text[])
    and ${claimsAreSet} order by ${centreTownships.townshipCode}`,
);

// Every centre serves a township, so the whole range of codes leaves none out.
const isListed = sql`${claimsAreSet} and exists (
  select 1 from ${centreTownships} where ${centreTownships.centreCode} = ${serviceCentres.code}
    and ${centreTownships.townshipCode} >= ${sql.placeholder("from")}::text
    and ${centreTownships.townshipCode} < ${sql.placeholder("to")}::text)`;

const listedCentres = defineRead(
  centreColumns,
  sql`from ${serviceCentres} where ${isListed} and ${serviceCentres.code} > ${sql.placeholder("afterCode")}::text
    order by ${serviceCentres.code} limit ${sql.placeholder("limit")}::int`,
);

const centreCount = defineRead({ count: sql<number>`count(*)::int` }, sql`from ${serviceCentres} where ${isListed}`);

const CENTRES: ListOrder = { list: "service-centres", sort: "area" };

export interface CentreFilter {
  areaCode?: string | null;
}

/** The reads of service centres; one set per request. */
export function createCentreLoaders(context: LoaderContext) {
  return {
    centreByCode: oneByKey(context, centresByCode, (row) => row.code, isCentreCode),
    centresByTownshipCode: manyByKey(context, centresByTownship, (row) => row.townshipCode, isAreaPrefix),
    townshipsByCentreCode: manyByKey(context, townshipsByCentre, (row) => row.centreCode, isCentreCode),
    centrePage: (filter: CentreFilter, page: PageArguments) => loadPage(context, filter, page),
    centreCount: (filter: CentreFilter) => loadCount(context, filter),
  };
}

function isCentreCode(code: string): boolean {
  return /^\d{10}$/.test(code);
}

async function loadPage(
  { database, viewer }: LoaderContext,
  filter: CentreFilter,
  page: PageArguments,
): Promise<Connection<CentreRow> & { filter: CentreFilter }> {
  const values = pageValues(page, CENTRES);
  const given = { ...rangeOf(filter), limit: values.limit, afterCode: values.afterId ?? "" };
  const rows = await database.read(viewer, listedCentres, given);
  return { ...toConnection(rows, values, CENTRES, (row) => [row.code, row.code]), filter };
}

async function loadCount({ database, viewer }: LoaderContext, filter: CentreFilter): Promise<number> {
  const [row] = await database.read(viewer, centreCount, rangeOf(filter));
  return row?.count ?? 0;
}

function rangeOf({ areaCode }: CentreFilter): { from: string; to: string } {
  return areaRange([areaOfFilter(areaCode) ?? ""]);
}
