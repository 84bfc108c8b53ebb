import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface UtilityAccountRow {
  residentId: string;
  id?: string;
  areaCode?: string;
  kind?: string;
  sourceKey?: string;
  company?: string | null;
  status?: string | null;
  asOf?: string | null;
}

/** An account a company knows; nothing was fetched yet unless a date is given. */
export async function utilityAccount(sql: Sql, row: UtilityAccountRow): Promise<void> {
  await insert(sql, "utilities.accounts", {
    resident_id: row.residentId,
    account_id: row.id ?? `${row.residentId}0`,
    area_code: row.areaCode ?? "320105006001",
    kind: row.kind ?? "WATER",
    source_key: row.sourceKey ?? `W${row.residentId}`,
    company: row.company ?? null,
    status: row.status ?? null,
    as_of: row.asOf ?? null,
  });
}

interface MonthRow {
  residentId: string;
  accountId: string;
  id: string;
  areaCode?: string;
  monthOn?: string;
  amountFen?: number;
}

export async function utilityBill(sql: Sql, row: MonthRow & { status?: string }): Promise<void> {
  await insert(sql, "utilities.bills", { ...keyOf(row), bill_id: row.id, status: row.status ?? "PAID" });
}

export async function utilityReduction(sql: Sql, row: MonthRow): Promise<void> {
  await insert(sql, "utilities.reductions", { ...keyOf(row), reduction_id: row.id });
}

function keyOf(row: MonthRow) {
  return {
    resident_id: row.residentId,
    account_id: row.accountId,
    area_code: row.areaCode ?? "320105006001",
    month_on: row.monthOn ?? "2025-04-01",
    amount_fen: row.amountFen ?? 4_500,
  };
}
