import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface InsuredPersonRow {
  residentId: string;
  areaCode?: string;
  status?: string;
  pensionStartsOn?: string | null;
  pensionMonthlyFen?: number | null;
}

export async function insuredPerson(sql: Sql, row: InsuredPersonRow): Promise<void> {
  await insert(sql, "social_security.insured_persons", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    status: row.status ?? "ACTIVE",
    pension_starts_on: row.pensionStartsOn ?? null,
    pension_monthly_fen: row.pensionMonthlyFen ?? null,
  });
}

export interface ParticipationRow {
  residentId: string;
  areaCode?: string;
  insurance?: string;
  status?: string;
  paidMonths?: number;
  contributionBaseFen?: number;
  insuredArea?: string;
  employer?: string | null;
}

export async function participation(sql: Sql, row: ParticipationRow): Promise<void> {
  await insert(sql, "social_security.participations", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    insurance: row.insurance ?? "PENSION",
    status: row.status ?? "ACTIVE",
    paid_months: row.paidMonths ?? 120,
    contribution_base_fen: row.contributionBaseFen ?? 650_000,
    insured_area_code: row.insuredArea ?? "3201",
    employer: row.employer === undefined ? "江苏某某有限公司" : row.employer,
  });
}
