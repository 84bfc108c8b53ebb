import { index, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";
import { refusedRecordsOf } from "../shared/source/refused-records.ts";
import { inboxIn } from "../shared/write-tables.ts";

const marketRegulation = pgSchema("market_regulation");

/** Who runs a business: the number at the licensing system, which is not the identity number. */
export const operators = marketRegulation.table(
  "operators",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    sourceKey: text("source_key").notNull(),
    asOf: instant("as_of"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("operators_area_code").on(table.areaCode)],
);

/** The last good answer of the licensing system. */
export const licences = marketRegulation.table(
  "licences",
  {
    residentId: id("resident_id").notNull(),
    licenceId: id("licence_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    number: text("number").notNull(),
    status: text("status").notNull(),
    category: text("category").notNull(),
    premises: text("premises").notNull(),
    /** The form of the face only: the whole number is not kept here. */
    holderIdNumber: text("holder_id_number"),
    businessName: text("business_name").notNull(),
    creditCode: text("credit_code"),
    issuedOn: day("issued_on").notNull(),
    expiresOn: day("expires_on").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.licenceId] }),
    index("licences_newest").on(table.residentId, table.issuedOn.desc(), table.licenceId.desc()),
    index("licences_area_code").on(table.areaCode),
  ],
);

export const refusedRecords = refusedRecordsOf(marketRegulation);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(marketRegulation);
