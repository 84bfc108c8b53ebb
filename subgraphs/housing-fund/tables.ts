import { index, integer, jsonb, pgSchema, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";
import { refusedRecordsOf } from "../shared/source/refused-records.ts";
import { inboxIn } from "../shared/write-tables.ts";

const housingFund = pgSchema("housing_fund");

/** Whose account a number of the fund is; files hold numbers of the fund and no identity numbers. */
export const holders = housingFund.table(
  "holders",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    sourceKey: text("source_key").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId] }),
    index("holders_source_key").on(table.sourceKey),
    index("holders_area_code").on(table.areaCode),
  ],
);

/** The accounts of the last good file. */
export const accounts = housingFund.table(
  "accounts",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    status: text("status").notNull(),
    employer: text("employer").notNull(),
    openedOn: day("opened_on").notNull(),
    depositedUntilOn: day("deposited_until_on"),
    balanceFen: integer("balance_fen").notNull(),
    monthlyDepositFen: integer("monthly_deposit_fen").notNull(),
    asOf: instant("as_of").notNull(),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("accounts_area_code").on(table.areaCode)],
);

export const deposits = housingFund.table(
  "deposits",
  {
    residentId: id("resident_id").notNull(),
    depositId: id("deposit_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    monthOn: day("month_on").notNull(),
    depositedOn: day("deposited_on").notNull(),
    amountFen: integer("amount_fen").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.depositId] }),
    index("deposits_newest").on(table.residentId, table.monthOn.desc(), table.depositId.desc()),
    index("deposits_area_code").on(table.areaCode),
  ],
);

/** A file on its way in: nobody reads these rows until all of them take the place of the old ones at once. */
export const stagedRecords = housingFund.table(
  "staged_records",
  {
    importId: uuid("import_id").notNull(),
    residentId: id("resident_id").notNull(),
    lineNumber: integer("line_number").notNull(),
    areaCode: areaCode("area_code").notNull(),
    record: jsonb("record").notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.residentId, table.lineNumber] })],
);

/** What of a person's records in the last file could not be read; what was kept of them before stays. */
export const refusedRecords = refusedRecordsOf(housingFund);

/** Lines of the last file that were not as agreed: where they stood and why, never what they held. */
export const refusedLines = housingFund.table(
  "refused_lines",
  {
    lineNumber: integer("line_number").notNull(),
    areaCode: areaCode("area_code").notNull(),
    reason: text("reason").notNull(),
  },
  (table) => [primaryKey({ columns: [table.lineNumber] })],
);

/** Files that were loaded, by the day they are of. */
export const deliveries = housingFund.table(
  "deliveries",
  {
    fileOn: day("file_on").notNull(),
    areaCode: areaCode("area_code").notNull(),
    recordCount: integer("record_count").notNull(),
    refusedCount: integer("refused_count").notNull(),
    loadedAt: instant("loaded_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileOn] })],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(housingFund);
