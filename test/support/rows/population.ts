import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface ResidentRow {
  id: string;
  areaCode?: string;
  householdId?: string | null;
  name?: string;
  nameInitials?: string;
  otherNameInitials?: string | null;
  idNumber?: string;
  phone?: string | null;
  sexCode?: number;
  birthOn?: string;
  address?: string;
}

/** One person in the civil registry, and in no other department. */
export async function registeredResident(sql: Sql, row: ResidentRow): Promise<void> {
  await insert(sql, "population.residents", {
    resident_id: row.id,
    area_code: row.areaCode ?? "320105006001",
    household_id: row.householdId ?? null,
    name: row.name ?? "郭君",
    name_initials: row.nameInitials ?? "",
    other_name_initials: row.otherNameInitials ?? null,
    id_number: row.idNumber ?? "329901199001010016",
    phone: row.phone === undefined ? "13800001234" : row.phone,
    sex_code: row.sexCode ?? 1,
    birth_on: row.birthOn ?? "1990-01-01",
    address: row.address ?? "江苏省南京市建邺区兴隆街道一号路2号",
  });
}

export async function household(sql: Sql, row: { id: string; areaCode?: string }): Promise<void> {
  await insert(sql, "population.households", {
    household_id: row.id,
    area_code: row.areaCode ?? "320105006001",
  });
}

export interface AreaRow {
  code: string;
  name?: string;
  parentCode?: string | null;
  validFromOn?: string | null;
  validToOn?: string | null;
  successorCode?: string | null;
}

/** One division; its parent need not be there. */
export async function area(sql: Sql, row: AreaRow): Promise<void> {
  await insert(sql, "population.areas", {
    code: row.code,
    name: row.name ?? `区划${row.code}`,
    parent_code: row.parentCode ?? null,
    valid_from_on: row.validFromOn ?? null,
    valid_to_on: row.validToOn ?? null,
    successor_code: row.successorCode ?? null,
  });
}

export interface CentreRow {
  code: string;
  name?: string;
  standsIn?: string;
  address?: string | null;
  openingHours?: string | null;
  townships: readonly string[];
}

/** One service centre, and the townships it serves. */
export async function serviceCentre(sql: Sql, row: CentreRow): Promise<void> {
  await insert(sql, "population.service_centres", {
    code: row.code,
    name: row.name ?? `便民服务中心${row.code}`,
    stands_in: row.standsIn ?? row.code.slice(0, 6),
    address: row.address ?? null,
    opening_hours: row.openingHours ?? null,
  });
  for (const township of row.townships) {
    await insert(sql, "population.centre_townships", { centre_code: row.code, township_code: township });
  }
}

/** One request for emergency access; confirmed when somebody is named. The database enters the times. */
export async function emergencyAccess(
  sql: Sql,
  row: { areaCode?: string; requestedBy?: string; subjectId?: string; confirmedBy?: string },
): Promise<void> {
  await insert(sql, "population.emergency_accesses", {
    area_code: row.areaCode ?? "320105006",
    requested_by: row.requestedBy ?? "501",
    subject_id: row.subjectId ?? "0",
    reason: "晕倒在窗口前，需要核对病史",
    confirmed_by: row.confirmedBy ?? null,
  });
}
