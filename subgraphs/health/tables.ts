import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";
import { inboxIn } from "../shared/write-tables.ts";

const health = pgSchema("health");

/** The medical birth certificate of each person who has one. It names no parent: they are other persons. */
export const birthRegistrations = health.table(
  "birth_registrations",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    registeredOn: day("registered_on").notNull(),
    certificateNumber: text("certificate_number").notNull(),
    institution: text("institution").notNull(),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("birth_registrations_area_code").on(table.areaCode)],
);

/** The family-planning support of each person who receives it, has received it or has asked for it. */
export const supports = health.table(
  "supports",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    status: text("status").notNull(),
    kind: text("kind").notNull(),
    startsOn: day("starts_on"),
    endsOn: day("ends_on"),
    monthlyFen: integer("monthly_fen"),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("supports_area_code").on(table.areaCode)],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(health);
