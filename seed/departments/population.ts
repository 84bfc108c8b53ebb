import { rows as described } from "../../subgraphs/population/rows.ts";
import { dayText } from "../draw/calendar.ts";
import { nameInitials } from "../../subgraphs/shared/name-initials.ts";
import { abolishedCounties } from "../places/abolished-counties.ts";
import { placesOf } from "../places/extents.ts";
import { centresIn } from "../places/service-centres.ts";
import { addPlainRow, addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

const OPENING_HOURS = "周一至周五 9:00—12:00，13:30—17:30";

export const population: SeededDepartment = {
  name: "population",
  tables: madeUpColumns({
    areas: described.areas,
    serviceCentres: described.serviceCentres,
    centreTownships: described.centreTownships,
    households: described.households,
    residents: described.residents,
  }),
  writeOnce(rows, world) {
    const places = placesOf(world);
    for (const { code, name, parentCode } of places.divisions) {
      const inForce = { code, name, parentCode, validToOn: null, successorCode: null };
      addPlainRow(rows, described.areas, world, inForce);
    }
    for (const { code, name, parentCode, validToOn, successorCode } of abolishedCounties) {
      addPlainRow(rows, described.areas, world, { code, name, parentCode, validToOn, successorCode });
    }
    for (const { code, name, standsIn, address, townships } of centresIn(places)) {
      const centre = { code, name, standsIn, address, openingHours: OPENING_HOURS };
      addPlainRow(rows, described.serviceCentres, world, centre);
      for (const township of townships) {
        addPlainRow(rows, described.centreTownships, world, { centreCode: code, townshipCode: township.code });
      }
    }
  },
  writePerson(person, world, rows) {
    const { householdId } = person;
    const isHead = person.index === person.headIndex;
    if (isHead && householdId !== null) addRow(rows, described.households, person, world, { householdId });
    const { initials, otherInitials } = nameInitials(person.name);
    addRow(rows, described.residents, person, world, {
      householdId,
      name: person.name,
      nameInitials: initials,
      otherNameInitials: otherInitials,
      idNumber: person.idNumber,
      phone: person.phone,
      sexCode: person.sex,
      birthOn: dayText(person.birth),
      address: person.address,
    });
  },
};
