import { sql } from "drizzle-orm";
import { type AreaLevel, AREA_DIGITS, isAreaPrefix, readAreaCode } from "../shared/area.ts";
import { type LoaderContext, oneByKey } from "../shared/loader.ts";
import {
  areaPage,
  type Connection,
  type ListOrder,
  type PageArguments,
  pageValues,
  toConnection,
} from "../shared/page.ts";
import { claimsAreSet, defineRead, type RowOf } from "../shared/read.ts";
import type { ResidentRow } from "./loaders-columns.ts";
import { areas } from "./tables.ts";

const areaColumns = {
  code: areas.code,
  name: areas.name,
  parentCode: areas.parentCode,
  validFromOn: areas.validFromOn,
  validToOn: areas.validToOn,
  successorCode: areas.successorCode,
};
export type AreaRow = RowOf<typeof areaColumns>;

const areasByCode = defineRead(
  areaColumns,
  sql`from ${areas} where ${areas.code} = any(${sql.placeholder("keys")}::text[]) and ${claimsAreSet}`,
);

// The server keeps UTC, in which a new day begins at eight in the morning.
const todayInChina = sql`(now() at time zone 'Asia/Shanghai')::date`;

// Codes begin with their parents': what is below a division is one range of the key.
const isListed = sql`${claimsAreSet} and (${areas.validToOn} is null or ${areas.validToOn} > ${todayInChina})
  and ${areas.code} > ${sql.placeholder("startArea")}::text and ${areas.code} < ${sql.placeholder("endArea")}::text
  and (${sql.placeholder("parent")}::text is null or ${areas.parentCode} = ${sql.placeholder("parent")}::text)
  and (${sql.placeholder("digits")}::int is null or char_length(${areas.code}) = ${sql.placeholder("digits")}::int)`;

const listedAreas = defineRead(
  areaColumns,
  sql`from ${areas} where ${isListed} order by ${areas.code} limit ${sql.placeholder("limit")}::int`,
);

const areaCount = defineRead({ count: sql<number>`count(*)::int` }, sql`from ${areas} where ${isListed}`);

const AREAS: ListOrder = { list: "areas", sort: "area" };

export interface AreaFilter {
  level?: AreaLevel | null;
  parent?: string | null;
}

/** The reads of divisions; one set per request. */
export function createAreaLoaders(context: LoaderContext) {
  const areaByCode = oneByKey(context, areasByCode, (row) => row.code, isAreaPrefix);
  return {
    areaByCode,
    areaOf: (resident: ResidentRow) => divisionOf(resident) ?? areaByCode.load(resident.areaCode),
    /** As a caller writes the code; null for no code, too. */
    areaNamed: async (given: string) => {
      const code = readAreaCode(given);
      return code === null ? null : areaByCode.load(code);
    },
    /** Names from the province down to the township that a code lies in; a division that is not known is left out. */
    divisionNames: async (code: string) => {
      const codes = [2, 4, 6, 9].filter((digits) => digits <= code.length).map((digits) => code.slice(0, digits));
      const rows = await Promise.all(codes.map((one) => areaByCode.load(one)));
      return rows.flatMap((row) => (row === null ? [] : [row.name]));
    },
    areaPage: (filter: AreaFilter, page: PageArguments) => loadPage(context, filter, page),
    areaCount: (filter: AreaFilter) => loadCount(context, filter),
  };
}

/** Null where it did not come with the resident, and where it is not known. */
function divisionOf({ areaCode, divisionName, ...resident }: ResidentRow): AreaRow | null {
  if (divisionName == null) return null;
  return {
    code: areaCode,
    name: divisionName,
    parentCode: resident.divisionParentCode ?? null,
    validFromOn: resident.divisionValidFromOn ?? null,
    validToOn: resident.divisionValidToOn ?? null,
    successorCode: resident.divisionSuccessorCode ?? null,
  };
}

async function loadPage(
  { database, viewer }: LoaderContext,
  filter: AreaFilter,
  page: PageArguments,
): Promise<Connection<AreaRow> & { filter: AreaFilter }> {
  const values = pageValues(page, AREAS);
  const wanted = wantedOf(filter);
  if (wanted === null) return { ...toConnection<AreaRow>([], values, AREAS, () => ["", ""]), filter };
  const { startArea, endArea } = areaPage([wanted.within], values);
  const rows = await database.read(viewer, listedAreas, { ...wanted.values, startArea, endArea, limit: values.limit });
  return { ...toConnection(rows, values, AREAS, (row) => [row.code, row.code]), filter };
}

async function loadCount({ database, viewer }: LoaderContext, filter: AreaFilter): Promise<number> {
  const wanted = wantedOf(filter);
  if (wanted === null) return 0;
  const { startArea, endArea } = areaPage([wanted.within], { limit: 0, afterSort: null, afterId: null });
  const [row] = await database.read(viewer, areaCount, { ...wanted.values, startArea, endArea });
  return row?.count ?? 0;
}

/** Null when there can be no such division. */
function wantedOf(filter: AreaFilter) {
  const { level = null } = filter;
  const parent = filter.parent == null ? null : readAreaCode(filter.parent);
  if (filter.parent != null && parent === null) return null;
  return { within: parent ?? "", values: { parent, digits: level === null ? null : AREA_DIGITS[level] } };
}
