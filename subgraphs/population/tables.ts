import { index, integer, pgSchema, primaryKey, text } from "drizzle-orm/pg-core";
import { areaCode, day, id } from "../shared/columns.ts";

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
