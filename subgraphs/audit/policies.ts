import { sql } from "drizzle-orm";
import { claimsAreSet, isVisible } from "../shared/read.ts";
import { accessRecords } from "./tables.ts";

/** Records of viewers in the auditor's areas; those of viewers without an area concern every auditor who has one. */
export const visibleRecords = sql`${claimsAreSet} and (${isVisible(accessRecords.areaCode)}
  or (${accessRecords.areaCode} = '' and cardinality(${sql.placeholder("areas")}::text[]) > 0))`;
