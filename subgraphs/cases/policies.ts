import { sql } from "drizzle-orm";
import { HubError } from "../shared/errors.ts";
import { claimsAreSet, isVisible } from "../shared/read.ts";
import { caseCounts, cases } from "./tables.ts";

const areas = sql`any(${sql.placeholder("areas")}::text[])`;

/**
 * Cases of the viewer's areas, and the viewer's own. Of an applicant who has moved, the area of today sees them all, and the
 * one before those that its window took and has not closed yet (docs/adr/0084).
 */
export const visibleCases = sql`${claimsAreSet} and (
  (${cases.areaCode} ^@ ${areas} and (${cases.movedToAreaCode} is null or ${cases.closedOn} is null))
  or ${cases.movedToAreaCode} ^@ ${areas}
  or ${cases.residentId} = ${sql.placeholder("ownResident")}::bigint)`;

/** Counts of the viewer's areas. */
export const visibleCounts = isVisible(caseCounts.areaCode);

// Docs/adr/0040: the usual threshold of statistics that are about few people each.
const LEAST_TOLD = 10;
const ROUNDED_TO = 10;

/**
 * What may be told of a count: nothing of a few cases, and no more than tens of a part. Exact parts would give away a
 * few cases as the difference between a whole and its other parts.
 */
export function tellCount(cases: number, isWhole: boolean): number {
  if (cases < LEAST_TOLD) throw new HubError("SUPPRESSED");
  return isWhole ? cases : Math.round(cases / ROUNDED_TO) * ROUNDED_TO;
}
