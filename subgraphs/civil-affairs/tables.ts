import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";
import { inboxIn } from "../shared/write-tables.ts";

const civilAffairs = pgSchema("civil_affairs");

/** One row for each person Civil Affairs pays or has paid: assistance, old-age allowance, or both. */
export const recipients = civilAffairs.table(
  "recipients",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    assistanceStatus: text("assistance_status"),
    assistanceCategory: text("assistance_category"),
    assistanceMonthlyFen: integer("assistance_monthly_fen"),
    allowanceBandAge: integer("allowance_band_age"),
    allowanceStartsOn: day("allowance_starts_on"),
    allowanceEndsOn: day("allowance_ends_on"),
    allowanceMonthlyFen: integer("allowance_monthly_fen"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("recipients_area_code").on(table.areaCode)],
);

export const awards = civilAffairs.table(
  "awards",
  {
    residentId: id("resident_id").notNull(),
    awardId: id("award_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    awardedOn: day("awarded_on").notNull(),
    reason: text("reason").notNull(),
    amountFen: integer("amount_fen").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.awardId] }),
    index("awards_newest").on(table.residentId, table.awardedOn.desc(), table.awardId.desc()),
    index("awards_area_code").on(table.areaCode),
  ],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(civilAffairs);
