import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface BirthRegistrationRow {
  residentId: string;
  areaCode?: string;
  registeredOn?: string;
  certificateNumber?: string;
  institution?: string;
}

export async function birthRegistration(sql: Sql, row: BirthRegistrationRow): Promise<void> {
  await insert(sql, "health.birth_registrations", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    registered_on: row.registeredOn ?? "2019-03-04",
    certificate_number: row.certificateNumber ?? "Z900000001",
    institution: row.institution ?? "南京市妇幼保健院",
  });
}

export interface SupportRow {
  residentId: string;
  areaCode?: string;
  status?: string;
  kind?: string;
  startsOn?: string | null;
  endsOn?: string | null;
  monthlyAmountFen?: number | null;
}

export async function support(sql: Sql, row: SupportRow): Promise<void> {
  await insert(sql, "health.supports", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    status: row.status ?? "GRANTED",
    kind: row.kind ?? "RURAL_REWARD",
    starts_on: row.startsOn ?? null,
    ends_on: row.endsOn ?? null,
    monthly_fen: row.monthlyAmountFen ?? null,
  });
}
