import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface MonitoredRow {
  residentId: string;
  areaCode?: string;
  level?: string;
  certification?: string;
  certifiedOn?: string | null;
  reviewDueOn?: string | null;
}

/** A person whose household is under watch and certified. */
export async function monitored(sql: Sql, row: MonitoredRow): Promise<void> {
  await insert(sql, "monitoring.monitored_persons", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    level: row.level ?? "MINIMUM_LIVING",
    certification: row.certification ?? "CERTIFIED",
    certified_on: row.certifiedOn === undefined ? "2025-01-15" : row.certifiedOn,
    review_due_on: row.reviewDueOn === undefined ? "2026-01-15" : row.reviewDueOn,
  });
}

export interface BenefitRow {
  residentId: string;
  id: string;
  areaCode?: string;
  kind?: string;
  state?: string;
  amountFen?: number;
  periodStartsOn?: string;
  periodEndsOn?: string;
  changedOn?: string;
}

export async function benefit(sql: Sql, row: BenefitRow): Promise<void> {
  await insert(sql, "monitoring.benefits", {
    resident_id: row.residentId,
    benefit_id: row.id,
    area_code: row.areaCode ?? "320105006001",
    kind: row.kind ?? "UTILITY_REDUCTION",
    state: row.state ?? "NOTIFIED",
    amount_fen: row.amountFen ?? 5_040,
    period_starts_on: row.periodStartsOn ?? "2025-04-01",
    period_ends_on: row.periodEndsOn ?? "2025-04-30",
    changed_on: row.changedOn ?? "2025-04-03",
  });
}
