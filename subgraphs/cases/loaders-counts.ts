import { sql } from "drizzle-orm";
import { AREA_DIGITS, areaOfFilter } from "../shared/area.ts";
import { isItemCode } from "../shared/code-scheme.ts";
import { HubError } from "../shared/errors.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { defineRead } from "../shared/read.ts";
import { visibleCounts } from "./policies.ts";
import { caseCounts } from "./tables.ts";

const countedCases = defineRead(
  { cases: sql<number>`coalesce(sum(${caseCounts.cases}), 0)::int` },
  sql`from ${caseCounts} where ${visibleCounts}
    and (${sql.placeholder("area")}::text is null or ${caseCounts.areaCode} ^@ ${sql.placeholder("area")}::text)
    and ${caseCounts.itemCode} = ${sql.placeholder("item")}::text
    and ${caseCounts.status} = ${sql.placeholder("status")}::text`,
);

export interface CaseCountFilter {
  areaCode?: string | null;
  itemCode?: string | null;
  status?: string | null;
}

/** A number of cases that is not told yet, with what it is a number of. */
export interface CountRow {
  readonly areaCode: string | null;
  readonly itemCode: string | null;
  readonly status: string | null;
  readonly counted: number;
  /** True for everything in the viewer's areas. */
  readonly isWhole: boolean;
}

/** The reads that count and show no case. */
export function createCountLoaders({ database, viewer }: LoaderContext) {
  return {
    async caseCount(filter: CaseCountFilter): Promise<CountRow> {
      const { itemCode = null, status = null } = filter;
      const areaCode = areaOfFilter(filter.areaCode);
      if (areaCode !== null && areaCode.length > AREA_DIGITS.TOWNSHIP) {
        throw new HubError("BAD_USER_INPUT", "filter.areaCode must be a province, city, county or township.");
      }
      // "Too few people" would be wrong of a division whose people were never counted for this viewer.
      if (areaCode !== null && !viewer.areas.some((area) => area.startsWith(areaCode) || areaCode.startsWith(area))) {
        throw new HubError("BAD_USER_INPUT", "filter.areaCode must lie in your areas.");
      }
      const isWhole = itemCode === null && status === null && areaCode === null;
      const values = { area: areaCode, item: itemCode ?? EVERY, status: status ?? EVERY };
      const isKnown = itemCode === null || isItemCode(itemCode);
      const rows = isKnown ? await database.read(viewer, countedCases, values) : [];
      return { areaCode, itemCode, status, counted: rows[0]?.cases ?? 0, isWhole };
    },
  };
}

/** What the sums over all items, or over all statuses, have in the place of one. */
const EVERY = "";
