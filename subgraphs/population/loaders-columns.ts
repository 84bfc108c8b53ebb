import type { RowOf } from "../shared/read.ts";
import { residents } from "./tables.ts";

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
export type ResidentRow = RowOf<typeof residentColumns>;
