import { sql } from "drizzle-orm";
import type { ReadValues } from "../shared/database.ts";
import { HubError } from "../shared/errors.ts";
import { type LoaderContext, manyByKey, oneByKey } from "../shared/loader.ts";
import {
  areaPage,
  type Connection,
  type ListOrder,
  type PageArguments,
  pageValues,
  toConnection,
} from "../shared/page.ts";
import { defineRead, isInPage, keyIn } from "../shared/read.ts";
import { divisionColumns, type ResidentRow, residentColumns } from "./loaders-columns.ts";
import { createAreaLoaders } from "./loaders-areas.ts";
import { createCentreLoaders } from "./loaders-centres.ts";
import { createEmergencyLoaders } from "./loaders-emergency.ts";
import { createNumberLookup } from "./loaders-lookup.ts";
import { type NameRanges, type ResidentFilter, searchOf } from "./loaders-search.ts";
import { visibleHouseholds, visibleResidents } from "./policies.ts";
import { areas, households, residents } from "./tables.ts";
import { createWrites } from "./writes.ts";

const residentsById = defineRead(
  { ...residentColumns, ...divisionColumns },
  sql`from ${residents} left join ${areas} on ${areas.code} = ${residents.areaCode}
    where ${keyIn(residents.residentId)} and ${visibleResidents}`,
);

const residentsByHousehold = defineRead(
  residentColumns,
  sql`from ${residents} where ${keyIn(residents.householdId)} and ${visibleResidents} order by ${residents.residentId}`,
);

const isOnPage = sql`${visibleResidents} and ${isInPage(residents.areaCode, residents.residentId)}`;

// Ordered as the index on (area_code, resident_id, …) is, so that a page is one range of it whatever its position.
const ordered = sql`order by ${residents.areaCode}, ${residents.residentId} limit ${sql.placeholder("limit")}::int`;

const residentPage = defineRead(residentColumns, sql`from ${residents} where ${isOnPage} ${ordered}`);

// Names are compared inside the same index, row by row of the range, and only what fits is fetched.
const residentSearch = defineRead(
  residentColumns,
  sql`from ${residents} where ${isOnPage}
    and ${residents.name} >= ${sql.placeholder("nameFrom")}::text and ${residents.name} <= ${sql.placeholder("nameTo")}::text
    and ${residents.nameInitials} >= ${sql.placeholder("initialsFrom")}::text
    and ${residents.nameInitials} <= ${sql.placeholder("initialsTo")}::text ${ordered}`,
);

// Who bears a surname of two readings, under the other one; the first search finds the rest.
const otherReadingSearch = defineRead(
  residentColumns,
  sql`from ${residents} where ${isOnPage}
    and ${residents.otherNameInitials} is not null
    and ${residents.otherNameInitials} >= ${sql.placeholder("initialsFrom")}::text
    and ${residents.otherNameInitials} <= ${sql.placeholder("initialsTo")}::text
    and ${residents.name} >= ${sql.placeholder("nameFrom")}::text and ${residents.name} <= ${sql.placeholder("nameTo")}::text
    and not (${residents.nameInitials} >= ${sql.placeholder("initialsFrom")}::text
      and ${residents.nameInitials} <= ${sql.placeholder("initialsTo")}::text) ${ordered}`,
);

const householdColumns = { id: households.householdId, areaCode: households.areaCode };

const householdsById = defineRead(
  householdColumns,
  sql`from ${households} where ${keyIn(households.householdId)} and ${visibleHouseholds}`,
);

const RESIDENTS: ListOrder = { list: "residents", sort: "area" };

/** The reads of the Population department; one set per request. */
export function createLoaders(context: LoaderContext) {
  const householdById = oneByKey(context, householdsById, (row) => row.id);
  return {
    residentById: oneByKey(context, residentsById, (row) => row.id),
    residentByIdNumber: createNumberLookup(context),
    householdById,
    householdOf: ({ householdId }: ResidentRow) => {
      if (householdId === null) return null;
      // The others of it are not whom the emergency opens; null would say that the person lives alone.
      if (context.viewer.emergencyResidentId !== null) throw new HubError("UNAUTHORIZED_FIELD_OR_TYPE");
      return householdById.load(householdId);
    },
    membersByHouseholdId: manyByKey(context, residentsByHousehold, (row) => row.householdId ?? ""),
    ...createAreaLoaders(context),
    ...createCentreLoaders(context),
    ...createEmergencyLoaders(context),
    writes: createWrites(context),
    residentPage: (filter: ResidentFilter, page: PageArguments) => loadPage(context, filter, page),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

async function loadPage(
  context: LoaderContext,
  filter: ResidentFilter,
  page: PageArguments,
): Promise<Connection<ResidentRow>> {
  const values = pageValues(page, RESIDENTS);
  const search = searchOf(filter, context.viewer.areas);
  if (search === null) return toConnection([], values, RESIDENTS, () => ["", ""]);
  const given = { ...values, ...areaPage(search.areas, values) };
  const rows = await readPage(context, search.names, given);
  return toConnection(rows, values, RESIDENTS, (row) => [row.areaCode, row.id]);
}

/** One row more than the page holds, in its order; by initials, of both readings of a surname. */
async function readPage(
  { database, viewer }: LoaderContext,
  names: NameRanges | null,
  page: ReadValues,
): Promise<ResidentRow[]> {
  if (names === null) return database.read(viewer, residentPage, page);
  const values = { ...page, ...names };
  if (names.initialsFrom === "") return database.read(viewer, residentSearch, values);
  const readings = await Promise.all([
    database.read(viewer, residentSearch, values),
    database.read(viewer, otherReadingSearch, values),
  ]);
  return readings.flat().sort(inPageOrder).slice(0, Number(page["limit"]));
}

function inPageOrder(one: ResidentRow, other: ResidentRow): number {
  if (one.areaCode !== other.areaCode) return one.areaCode < other.areaCode ? -1 : 1;
  return BigInt(one.id) < BigInt(other.id) ? -1 : 1;
}
