import { sql } from "drizzle-orm";
import { bigserial, index, pgSchema, text, uuid } from "drizzle-orm/pg-core";
import { areaCode, instant } from "../shared/columns.ts";

const audit = pgSchema("audit");

export const accessRecords = audit.table(
  "access_records",
  {
    recordId: uuid("record_id").primaryKey(),
    /** Order of writing. */
    position: bigserial("position", { mode: "bigint" }).notNull(),
    recordedAt: instant("recorded_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    requestId: text("request_id").notNull(),
    viewerId: text("viewer_id").notNull(),
    /** The first of the viewer's areas, which decides which auditors see the record; empty without any. */
    areaCode: areaCode("area_code").notNull(),
    roles: text("roles").array().notNull(),
    areas: text("areas").array().notNull(),
    department: text("department"),
    purpose: text("purpose"),
    rolesHash: text("roles_hash").notNull(),
    operationHash: text("operation_hash").notNull(),
    operationName: text("operation_name"),
    returned: text("returned").array().notNull(),
    masked: text("masked").array().notNull(),
    refused: text("refused").array().notNull(),
    /** Pseudonyms (keyed hashes) of the residents in the answer, never their ids. */
    residents: text("residents").array().notNull(),
  },
  (table) => [index("access_records_position").on(table.position.desc())],
);
