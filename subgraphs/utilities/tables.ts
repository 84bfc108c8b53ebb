import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";
import { refusedRecordColumns } from "../shared/source/refused-records.ts";
import { inboxIn } from "../shared/write-tables.ts";

const utilities = pgSchema("utilities");

/** Accounts by resident and kind: the number at the company, and what it last said of the account. */
export const accounts = utilities.table(
  "accounts",
  {
    residentId: id("resident_id").notNull(),
    accountId: id("account_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    kind: text("kind").notNull(),
    sourceKey: text("source_key").notNull(),
    company: text("company"),
    status: text("status"),
    asOf: instant("as_of"),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.accountId] }),
    index("accounts_account_id").on(table.accountId),
    index("accounts_area_code").on(table.areaCode),
  ],
);

export const bills = utilities.table(
  "bills",
  {
    residentId: id("resident_id").notNull(),
    accountId: id("account_id").notNull(),
    billId: id("bill_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    monthOn: day("month_on").notNull(),
    status: text("status").notNull(),
    amountFen: integer("amount_fen").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.accountId, table.billId] }),
    index("bills_newest").on(table.accountId, table.monthOn.desc(), table.billId.desc()),
    index("bills_area_code").on(table.areaCode),
  ],
);

export const reductions = utilities.table(
  "reductions",
  {
    residentId: id("resident_id").notNull(),
    accountId: id("account_id").notNull(),
    reductionId: id("reduction_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    monthOn: day("month_on").notNull(),
    amountFen: integer("amount_fen").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.accountId, table.reductionId] }),
    index("reductions_newest").on(table.accountId, table.monthOn.desc(), table.reductionId.desc()),
    index("reductions_area_code").on(table.areaCode),
  ],
);

/** Records of the last answer that were not as agreed: where they stood and why, never what they held. */
export const refusedRecords = utilities.table(
  "refused_records",
  {
    ...refusedRecordColumns,
    accountId: id("account_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.accountId, table.recordNumber] }),
    index("refused_records_area_code").on(table.areaCode),
  ],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(utilities);
