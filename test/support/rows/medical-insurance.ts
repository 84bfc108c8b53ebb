import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface EnrolmentRow {
  residentId: string;
  areaCode?: string;
  scheme?: string;
  status?: string;
  personalAccountBalanceFen?: number | null;
}

export async function enrolment(sql: Sql, row: EnrolmentRow): Promise<void> {
  await insert(sql, "medical_insurance.enrolments", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    scheme: row.scheme ?? "EMPLOYEE",
    status: row.status ?? "ACTIVE",
    personal_account_balance_fen: row.personalAccountBalanceFen === undefined ? 123_456 : row.personalAccountBalanceFen,
  });
}

export interface ClaimRow {
  residentId: string;
  id: string;
  areaCode?: string;
  settledOn?: string;
  hospital?: string;
  diagnosis?: string;
  totalFen?: number;
  reimbursedFen?: number;
}

export async function claim(sql: Sql, row: ClaimRow): Promise<void> {
  await insert(sql, "medical_insurance.claims", {
    resident_id: row.residentId,
    claim_id: row.id,
    area_code: row.areaCode ?? "320105006001",
    settled_on: row.settledOn ?? "2025-03-02",
    hospital: row.hospital ?? "市第一医院",
    diagnosis: row.diagnosis ?? "高血压",
    total_fen: row.totalFen ?? 20_000,
    reimbursed_fen: row.reimbursedFen ?? 14_000,
  });
}
