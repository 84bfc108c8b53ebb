import { sql } from "drizzle-orm";
import { claimsAreSet, isVisible } from "../shared/read.ts";
import { accessRecords, objections, withholdingOrders } from "./tables.ts";

const hasArea = sql`cardinality(${sql.placeholder("areas")}::text[]) > 0`;
const isInArea = sql`(${isVisible(accessRecords.areaCode)} or (${accessRecords.areaCode} = '' and ${hasArea}))`;

/** Records of viewers in the auditor's areas; those of viewers without an area concern every auditor who has one. */
export const visibleRecords = sql`${claimsAreSet} and ${isInArea}`;

/** Seals are about no area: an auditor who has one may see all of them. */
export const visibleSeals = sql`${claimsAreSet} and ${hasArea}`;

/**
 * Looks at the viewer oneself, unless they are withheld, and those an auditor may see. `isAuditor` says which rule a
 * viewer falls under: residents have no area, but a narrowed token of somebody else's may hold a resident's right.
 */
export const visibleLooks = sql`${claimsAreSet} and (
  (${sql.placeholder("isAuditor")}::text::boolean and ${isInArea})
  or (wanted.key = ${sql.placeholder("ownPseudonym")}::text
    and coalesce(audit.withheld_until(${accessRecords.purpose}, ${accessRecords.areaCode}) <= now(), true)))`;

/** Orders for areas that all lie in the auditor's own. */
export const visibleOrders = sql`${claimsAreSet} and audit.are_all_own(${withholdingOrders.areas})`;

/** Objections to looks by viewers of the auditor's areas. */
export const visibleObjections = sql`${claimsAreSet} and (
  ${isVisible(objections.areaCode)} or (${objections.areaCode} = '' and ${hasArea}))`;

/** Looks that somebody's duty was given for: a supervisor judges them later. */
export const isForDuty = sql`${accessRecords.kind} = 'LOOK' and ${accessRecords.purpose} ^@ 'duty:'`;

/** Viewers do not judge their own looks. */
export const isOfAnother = sql`${accessRecords.viewerId} <> ${sql.placeholder("viewerId")}::text`;
