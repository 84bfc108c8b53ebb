import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface TaxpayerRow {
  residentId: string;
  areaCode?: string;
  sourceKey?: string;
  asOf?: string | null;
}

/** Somebody the tax service knows; nothing was fetched yet unless a date is given. */
export async function taxpayer(sql: Sql, row: TaxpayerRow): Promise<void> {
  await insert(sql, "taxation.taxpayers", {
    resident_id: row.residentId,
    area_code: row.areaCode ?? "320105006001",
    source_key: row.sourceKey ?? `S${row.residentId}`,
    as_of: row.asOf ?? null,
  });
}

export interface PremiumRow {
  residentId: string;
  id: string;
  areaCode?: string;
  kind?: string;
  status?: string;
  monthOn?: string;
  paidOn?: string | null;
  amountFen?: number;
}

export async function premium(sql: Sql, row: PremiumRow): Promise<void> {
  await insert(sql, "taxation.premiums", {
    resident_id: row.residentId,
    premium_id: row.id,
    area_code: row.areaCode ?? "320105006001",
    kind: row.kind ?? "PENSION",
    status: row.status ?? "PAID",
    month_on: row.monthOn ?? "2025-04-01",
    paid_on: row.paidOn === undefined ? "2025-05-10" : row.paidOn,
    amount_fen: row.amountFen ?? 52_000,
  });
}
