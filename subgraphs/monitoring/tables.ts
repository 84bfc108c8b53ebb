import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";
import { inboxIn } from "../shared/write-tables.ts";

const monitoring = pgSchema("monitoring");

/** One row for each member of a household under watch, or that was. */
export const monitoredPersons = monitoring.table(
  "monitored_persons",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    level: text("level").notNull(),
    certification: text("certification").notNull(),
    certifiedOn: day("certified_on"),
    /** By when the household is looked at again. */
    reviewDueOn: day("review_due_on"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("monitored_persons_area_code").on(table.areaCode)],
);

/** What a person is given without an application, one row for each period. */
export const benefits = monitoring.table(
  "benefits",
  {
    residentId: id("resident_id").notNull(),
    benefitId: id("benefit_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    kind: text("kind").notNull(),
    state: text("state").notNull(),
    amountFen: integer("amount_fen").notNull(),
    periodStartsOn: day("period_starts_on").notNull(),
    periodEndsOn: day("period_ends_on").notNull(),
    /** When it came into its state. */
    changedOn: day("changed_on").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.benefitId] }),
    index("benefits_newest").on(table.residentId, table.periodStartsOn.desc(), table.benefitId.desc()),
    index("benefits_area_code").on(table.areaCode),
  ],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(monitoring);
