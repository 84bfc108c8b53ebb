import { dayText } from "./calendar.ts";
import { divisions } from "./places.ts";
import type { SeededDepartment } from "./seeded-department.ts";

export const population: SeededDepartment = {
  name: "population",
  tables: {
    areas: ["code", "name", "parent_code"],
    households: ["household_id", "area_code"],
    residents: [
      "resident_id",
      "area_code",
      "household_id",
      "name",
      "id_number",
      "phone",
      "sex_code",
      "birth_on",
      "address",
    ],
  },
  writeOnce(rows) {
    for (const { code, name, parentCode } of divisions) rows.add("areas", [code, name, parentCode]);
  },
  writePerson(person, _world, rows) {
    const { householdId, village } = person;
    if (person.index === person.headIndex && householdId !== null) rows.add("households", [householdId, village.code]);
    rows.add("residents", [
      person.residentId,
      village.code,
      householdId,
      person.name,
      person.idNumber,
      person.phone,
      person.sex,
      dayText(person.birth),
      person.address,
    ]);
  },
};
