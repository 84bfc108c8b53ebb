import { dayText } from "../draw/calendar.ts";
import { nameInitials } from "../people/name-initials.ts";
import { abolishedCounties } from "../places/abolished-counties.ts";
import { placesOf } from "../places/extents.ts";
import { centresIn } from "../places/service-centres.ts";
import type { SeededDepartment } from "./seeded-department.ts";

const OPENING_HOURS = "周一至周五 9:00—12:00，13:30—17:30";

export const population: SeededDepartment = {
  name: "population",
  tables: {
    areas: ["code", "name", "parent_code", "valid_to_on", "successor_code"],
    service_centres: ["code", "name", "stands_in", "address", "opening_hours"],
    centre_townships: ["centre_code", "township_code"],
    households: ["household_id", "area_code"],
    residents: [
      "resident_id",
      "area_code",
      "household_id",
      "name",
      "name_initials",
      "other_name_initials",
      "id_number",
      "phone",
      "sex_code",
      "birth_on",
      "address",
    ],
  },
  writeOnce(rows, world) {
    const places = placesOf(world);
    for (const { code, name, parentCode } of places.divisions) rows.add("areas", [code, name, parentCode, null, null]);
    for (const { code, name, parentCode, validToOn, successorCode } of abolishedCounties) {
      rows.add("areas", [code, name, parentCode, validToOn, successorCode]);
    }
    for (const { code, name, standsIn, address, townships } of centresIn(places)) {
      rows.add("service_centres", [code, name, standsIn, address, OPENING_HOURS]);
      for (const township of townships) rows.add("centre_townships", [code, township.code]);
    }
  },
  writePerson(person, _world, rows) {
    const { householdId, village } = person;
    if (person.index === person.headIndex && householdId !== null) rows.add("households", [householdId, village.code]);
    const { initials, otherInitials } = nameInitials(person.name);
    rows.add("residents", [
      person.residentId,
      village.code,
      householdId,
      person.name,
      initials,
      otherInitials,
      person.idNumber,
      person.phone,
      person.sex,
      dayText(person.birth),
      person.address,
    ]);
  },
};
