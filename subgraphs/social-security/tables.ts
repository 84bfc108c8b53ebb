import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";
import { inboxIn } from "../shared/write-tables.ts";

const socialSecurity = pgSchema("social_security");

export const insuredPersons = socialSecurity.table(
  "insured_persons",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    status: text("status").notNull(),
    pensionStartsOn: day("pension_starts_on"),
    pensionMonthlyFen: integer("pension_monthly_fen"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("insured_persons_area_code").on(table.areaCode)],
);

export const participations = socialSecurity.table(
  "participations",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    insurance: text("insurance").notNull(),
    status: text("status").notNull(),
    paidMonths: integer("paid_months").notNull(),
    contributionBaseFen: integer("contribution_base_fen").notNull(),
    insuredAreaCode: text("insured_area_code").notNull(),
    employer: text("employer"),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.insurance] }),
    index("participations_area_code").on(table.areaCode),
  ],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(socialSecurity);
