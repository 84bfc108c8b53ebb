import { sql } from "drizzle-orm";
import { claimsAreSet, isVisible } from "../shared/read.ts";
import { accessRecords } from "./tables.ts";

/** Records of viewers in the auditor's areas; those of viewers without an area concern every auditor. */
export const visibleRecords = sql`${claimsAreSet} and (${accessRecords.areaCode} = '' or ${isVisible(accessRecords.areaCode)})`;
