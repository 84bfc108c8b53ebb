import { sql } from "drizzle-orm";
import { HubError } from "../shared/errors.ts";
import { isText, type LoaderContext, manyByKey, oneByKey } from "../shared/loader.ts";
import {
  areaPage,
  type Connection,
  type ListOrder,
  type PageArguments,
  pageValues,
  toConnection,
} from "../shared/page.ts";
import { claimsAreSet, defineRead, isInPage, keyIn, type RowOf } from "../shared/read.ts";
import { isAreaPrefix } from "../shared/area.ts";
import { createEmergencyLoaders } from "./loaders-emergency.ts";
import { visibleHouseholds, visibleResidents } from "./policies.ts";
import { areas, households, residents } from "./tables.ts";
import { createWrites } from "./writes.ts";

const residentColumns = {
  id: residents.residentId,
  name: residents.name,
  idNumber: residents.idNumber,
  phone: residents.phone,
  sexCode: residents.sexCode,
  birthOn: residents.birthOn,
  address: residents.address,
  areaCode: residents.areaCode,
  householdId: residents.householdId,
};
export type ResidentRow = RowOf<typeof residentColumns>;

const residentsById = defineRead(
  residentColumns,
  sql`from ${residents} where ${keyIn(residents.residentId)} and ${visibleResidents}`,
);

const residentsByIdNumber = defineRead(
  residentColumns,
  sql`from ${residents} where ${residents.idNumber} = any(${sql.placeholder("keys")}::text[]) and ${visibleResidents}`,
);

const residentsByHousehold = defineRead(
  residentColumns,
  sql`from ${residents} where ${keyIn(residents.householdId)} and ${visibleResidents} order by ${residents.residentId}`,
);

// Ordered as the index on (area_code, resident_id) is, so that a page is one range of it whatever its position.
const residentPage = defineRead(
  residentColumns,
  sql`from ${residents} where ${visibleResidents} and ${isInPage(residents.areaCode, residents.residentId)}
    and (${sql.placeholder("name")}::text is null or ${residents.name} = ${sql.placeholder("name")}::text)
    order by ${residents.areaCode}, ${residents.residentId} limit ${sql.placeholder("limit")}::int`,
);

const householdColumns = { id: households.householdId, areaCode: households.areaCode };

const householdsById = defineRead(
  householdColumns,
  sql`from ${households} where ${keyIn(households.householdId)} and ${visibleHouseholds}`,
);

const areaColumns = { code: areas.code, name: areas.name, parentCode: areas.parentCode };

const areasByCode = defineRead(
  areaColumns,
  sql`from ${areas} where ${areas.code} = any(${sql.placeholder("keys")}::text[]) and ${claimsAreSet}`,
);

const RESIDENTS: ListOrder = { list: "residents", sort: "area" };

export interface ResidentFilter {
  areaCode?: string | null;
  name?: string | null;
}

/** The reads of the Population department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    residentById: oneByKey(context, residentsById, (row) => row.id),
    residentByIdNumber: oneByKey(context, residentsByIdNumber, (row) => row.idNumber, isText),
    householdById: oneByKey(context, householdsById, (row) => row.id),
    areaByCode: oneByKey(context, areasByCode, (row) => row.code, isAreaPrefix),
    membersByHouseholdId: manyByKey(context, residentsByHousehold, (row) => row.householdId ?? ""),
    ...createEmergencyLoaders(context),
    writes: createWrites(context),
    residentPage: (filter: ResidentFilter, page: PageArguments) => loadPage(context, filter, page),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

async function loadPage(
  { database, viewer }: LoaderContext,
  filter: ResidentFilter,
  page: PageArguments,
): Promise<Connection<ResidentRow>> {
  const within = filter.areaCode ?? null;
  if (within !== null && !isAreaPrefix(within)) {
    throw new HubError("BAD_USER_INPUT", "filter.areaCode must be 2, 4, 6, 9 or 12 digits.");
  }
  const values = pageValues(page, RESIDENTS);
  if (!isText(filter.name ?? "")) return toConnection([], values, RESIDENTS, () => ["", ""]);
  const range = areaPage(within === null ? viewer.areas : [within], values);
  const rows = await database.read(viewer, residentPage, { ...values, ...range, name: filter.name ?? null });
  return toConnection(rows, values, RESIDENTS, (row) => [row.areaCode, row.id]);
}
