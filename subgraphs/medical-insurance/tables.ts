import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";
import { inboxIn } from "../shared/write-tables.ts";

const medicalInsurance = pgSchema("medical_insurance");

export const enrolments = medicalInsurance.table(
  "enrolments",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    scheme: text("scheme").notNull(),
    status: text("status").notNull(),
    personalAccountBalanceFen: integer("personal_account_balance_fen"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("enrolments_area_code").on(table.areaCode)],
);

export const claims = medicalInsurance.table(
  "claims",
  {
    residentId: id("resident_id").notNull(),
    claimId: id("claim_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    settledOn: day("settled_on").notNull(),
    hospital: text("hospital").notNull(),
    diagnosis: text("diagnosis").notNull(),
    totalFen: integer("total_fen").notNull(),
    reimbursedFen: integer("reimbursed_fen").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.claimId] }),
    index("claims_newest").on(table.residentId, table.settledOn.desc(), table.claimId.desc()),
    index("claims_area_code").on(table.areaCode),
  ],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(medicalInsurance);
