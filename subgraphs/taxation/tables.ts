import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";
import { refusedRecordsOf } from "../shared/source/refused-records.ts";
import { inboxIn } from "../shared/write-tables.ts";

const taxation = pgSchema("taxation");

/** Who Taxation knows: the number at the tax service, which is not the identity number, and the date of what is kept. */
export const taxpayers = taxation.table(
  "taxpayers",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    sourceKey: text("source_key").notNull(),
    asOf: instant("as_of"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("taxpayers_area_code").on(table.areaCode)],
);

/** The last good answer of the tax service. */
export const premiums = taxation.table(
  "premiums",
  {
    residentId: id("resident_id").notNull(),
    premiumId: id("premium_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    kind: text("kind").notNull(),
    status: text("status").notNull(),
    monthOn: day("month_on").notNull(),
    paidOn: day("paid_on"),
    amountFen: integer("amount_fen").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.premiumId] }),
    index("premiums_newest").on(table.residentId, table.monthOn.desc(), table.premiumId.desc()),
    index("premiums_area_code").on(table.areaCode),
  ],
);

export const refusedRecords = refusedRecordsOf(taxation);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(taxation);
