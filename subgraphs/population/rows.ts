import { column, describeTable, kept, key, later } from "../shared/rows/described-table.ts";
import { day, digits, one, text } from "../shared/rows/drawn-values.ts";
import { areas, centreTownships, emergencyAccesses, households, residents, serviceCentres } from "./tables.ts";

export const rows = {
  areas: describeTable(areas, {
    toldBy: [],
    columns: {
      code: key("Area.code"),
      name: kept(({ code }) => `区划${String(code)}`, "Area.name"),
      parentCode: kept(null),
      validFromOn: later(kept(null, "Area.validFromOn")),
      validToOn: kept(null, "Area.validToOn"),
      successorCode: kept(null),
    },
  }),
  serviceCentres: describeTable(serviceCentres, {
    toldBy: [],
    columns: {
      code: key("ServiceCentre.code"),
      name: kept(({ code }) => `便民服务中心${String(code)}`, "ServiceCentre.name"),
      standsIn: kept(({ code }) => String(code).slice(0, 6)),
      address: kept(null, "ServiceCentre.address"),
      openingHours: kept(null, "ServiceCentre.openingHours"),
    },
  }),
  centreTownships: describeTable(centreTownships, { toldBy: [], columns: { centreCode: key(), townshipCode: key() } }),
  households: describeTable(households, {
    toldBy: ["Resident.household", "Household.id"],
    columns: { householdId: key("Household.id") },
  }),
  residents: describeTable(residents, {
    toldBy: ["Resident.id", "Query.resident", "ResidentEdge.cursor"],
    columns: {
      residentId: key("Resident.id"),
      householdId: kept(null),
      name: { ...column(text, "郭君", "Resident.name"), maskedAs: "name" },
      // A viewer who may not read the name may not search by its initials either.
      nameInitials: { ...column(one("", "wrx", "oyxq", "gj"), "", "Resident.name"), maskedAs: "name" },
      otherNameInitials: { ...column(one(null, "wrx", "gj", "sxh"), null, "Resident.name"), maskedAs: "name" },
      idNumber: { ...column(digits(18), "329901199001010016", "Resident.idNumber"), maskedAs: "idNumber" },
      phone: { ...column(digits(11), "13800001234", "Resident.phone"), maskedAs: "phone" },
      sexCode: column(one(1, 2), 1, "Resident.sex"),
      birthOn: column(day, "1990-01-01", "Resident.birthOn"),
      address: {
        ...column(text, "江苏省南京市建邺区兴隆街道一号路2号", "Resident.address"),
        maskedAs: "address",
      },
      diedOn: later(column(one(null, "2025-03-04"), null, "Resident.diedOn")),
      version: later(column(one(1, 2, 7), 1, "Resident.version")),
    },
  }),
  /** The database enters the times. */
  emergencyAccesses: describeTable(emergencyAccesses, {
    toldBy: ["Query.emergencyAccesses"],
    columns: {
      accessId: kept(undefined, "EmergencyAccess.id"),
      position: kept(undefined),
      requestedBy: kept("501"),
      areaCode: kept("320105006"),
      // Whom it opens, no field tells.
      subjectId: column(one(1001, 1002, 0), "0"),
      reason: column(text, "晕倒在窗口前，需要核对病史", "EmergencyAccess.reason"),
      requestedAt: kept(undefined),
      lapsesAt: kept(undefined),
      confirmedBy: kept(null),
      confirmedAt: kept(undefined),
      endsAt: kept(undefined),
    },
  }),
};
