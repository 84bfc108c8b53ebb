import { sql } from "drizzle-orm";
import type { RowOf } from "../shared/read.ts";
import { areas, residents } from "./tables.ts";

/** What is read of a resident, whichever way one was found. */
export const residentColumns = {
  id: residents.residentId,
  name: residents.name,
  idNumber: residents.idNumber,
  phone: residents.phone,
  sexCode: residents.sexCode,
  birthOn: residents.birthOn,
  address: residents.address,
  areaCode: residents.areaCode,
  householdId: residents.householdId,
  diedOn: residents.diedOn,
  version: residents.version,
};

/** The division of a resident who is read alone: most who ask for one ask for both, and a join costs less than a read. */
export const divisionColumns = {
  divisionName: sql<string | null>`${areas.name}`,
  divisionParentCode: sql<string | null>`${areas.parentCode}`,
  divisionValidFromOn: sql<string | null>`${areas.validFromOn}`,
  divisionValidToOn: sql<string | null>`${areas.validToOn}`,
  divisionSuccessorCode: sql<string | null>`${areas.successorCode}`,
};

/** A page of residents comes without their divisions: many of them lie in one. */
export type ResidentRow = RowOf<typeof residentColumns> & Partial<RowOf<typeof divisionColumns>>;
