import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface RecipientRow {
  residentId: string;
  areaCode?: string;
  assistanceStatus?: string | null;
  assistanceCategory?: string | null;
  assistanceMonthlyFen?: number | null;
  allowanceBandAge?: number | null;
  allowanceStartsOn?: string | null;
  allowanceEndsOn?: string | null;
  allowanceMonthlyFen?: number | null;
}

/** A person with no assistance and no allowance unless the parts are given. */
export async function recipient(sql: Sql, row: RecipientRow): Promise<void> {
  await insert(sql, "civil_affairs.recipients", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    assistance_status: row.assistanceStatus ?? null,
    assistance_category: row.assistanceCategory ?? null,
    assistance_monthly_fen: row.assistanceMonthlyFen ?? null,
    allowance_band_age: row.allowanceBandAge ?? null,
    allowance_starts_on: row.allowanceStartsOn ?? null,
    allowance_ends_on: row.allowanceEndsOn ?? null,
    allowance_monthly_fen: row.allowanceMonthlyFen ?? null,
  });
}

export interface AwardRow {
  residentId: string;
  id: string;
  areaCode?: string;
  awardedOn?: string;
  reason?: string;
  amountFen?: number;
}

export async function award(sql: Sql, row: AwardRow): Promise<void> {
  await insert(sql, "civil_affairs.awards", {
    resident_id: row.residentId,
    award_id: row.id,
    area_code: row.areaCode ?? "320105006001",
    awarded_on: row.awardedOn ?? "2025-05-06",
    reason: row.reason ?? "ILLNESS",
    amount_fen: row.amountFen ?? 100_000,
  });
}
