import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, pgSchema, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";

const population = pgSchema("population");

/** Divisions: public, the same for every viewer. */
export const areas = population.table("areas", {
  code: areaCode("code").primaryKey(),
  name: text("name").notNull(),
  parentCode: areaCode("parent_code"),
});

export const residents = population.table(
  "residents",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    householdId: id("household_id"),
    name: text("name").notNull(),
    idNumber: text("id_number").notNull(),
    phone: text("phone"),
    /** 1 male, 2 female (GB/T 2261.1). */
    sexCode: integer("sex_code").notNull(),
    birthOn: day("birth_on").notNull(),
    address: text("address").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.residentId] }),
    index("residents_area_code").on(table.areaCode, table.residentId),
    index("residents_id_number").on(table.idNumber),
    index("residents_household_id").on(table.householdId),
  ],
);

export const households = population.table("households", {
  householdId: id("household_id").primaryKey(),
  areaCode: areaCode("area_code").notNull(),
});

/** Requests to see one resident outside the requester's areas for half an hour. Times are the database's own. */
export const emergencyAccesses = population.table(
  "emergency_accesses",
  {
    accessId: uuid("access_id")
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    /** Order of asking. */
    position: bigserial("position", { mode: "bigint" }).notNull(),
    requestedBy: text("requested_by").notNull(),
    /** The first of the requester's areas, which decides who may confirm. */
    areaCode: areaCode("area_code").notNull(),
    /** Whom it opens; 0, which is nobody, when no resident has the number that was given. */
    subjectId: id("subject_id").notNull(),
    reason: text("reason").notNull(),
    requestedAt: instant("requested_at").notNull(),
    /** From then on it cannot be confirmed any more. */
    lapsesAt: instant("lapses_at").notNull(),
    confirmedBy: text("confirmed_by"),
    confirmedAt: instant("confirmed_at"),
    endsAt: instant("ends_at"),
  },
  (table) => [
    index("emergency_accesses_position").on(table.position.desc()),
    index("emergency_accesses_requested_by").on(table.requestedBy, table.lapsesAt),
    check("emergency_accesses_two_persons", sql`confirmed_by <> requested_by`),
    check("emergency_accesses_confirmed_whole", sql`num_nulls(confirmed_by, confirmed_at, ends_at) in (0, 3)`),
  ],
);

/** How long and how often, with the reason for each. The same for everybody. */
export const emergencyRules = population.table("emergency_rules", {
  name: text("name").primaryKey(),
  value: integer("value").notNull(),
  reason: text("reason").notNull(),
});
