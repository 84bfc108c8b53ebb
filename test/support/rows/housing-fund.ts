import type { Sql } from "postgres";
import { insert } from "./insert.ts";

interface PersonRow {
  residentId: string;
  areaCode?: string;
}

/** Somebody whose number the fund's files may hold. */
export async function fundHolder(sql: Sql, row: PersonRow & { sourceKey?: string }): Promise<void> {
  await insert(sql, "housing_fund.holders", { ...keyOf(row), source_key: row.sourceKey ?? `GJ${row.residentId}` });
}

export interface FundAccountRow extends PersonRow {
  status?: string;
  employer?: string;
  balanceFen?: number;
  monthlyDepositFen?: number;
  depositedUntilOn?: string | null;
  openedOn?: string;
  asOf?: string;
}

export async function fundAccount(sql: Sql, row: FundAccountRow): Promise<void> {
  await insert(sql, "housing_fund.accounts", {
    ...keyOf(row),
    status: row.status ?? "ACTIVE",
    employer: row.employer ?? "示例有限公司",
    opened_on: row.openedOn ?? "2015-07-01",
    deposited_until_on: row.depositedUntilOn === undefined ? "2025-05-01" : row.depositedUntilOn,
    balance_fen: row.balanceFen ?? 1_234_500,
    monthly_deposit_fen: row.monthlyDepositFen ?? 120_000,
    as_of: row.asOf ?? "2025-06-01T08:00:00.000Z",
  });
}

export interface FundDepositRow extends PersonRow {
  id: string;
  monthOn?: string;
  depositedOn?: string;
  amountFen?: number;
}

export async function fundDeposit(sql: Sql, row: FundDepositRow): Promise<void> {
  await insert(sql, "housing_fund.deposits", {
    ...keyOf(row),
    deposit_id: row.id,
    month_on: row.monthOn ?? "2025-05-01",
    deposited_on: row.depositedOn ?? "2025-05-15",
    amount_fen: row.amountFen ?? 120_000,
  });
}

/** What an import leaves about files, of which no viewer is shown anything. */
export async function fundFile(sql: Sql, row: PersonRow): Promise<void> {
  const { resident_id, area_code } = keyOf(row);
  const lineNumber = Number(resident_id);
  await sql`insert into housing_fund.staged_records (import_id, resident_id, line_number, area_code, record)
    values (gen_random_uuid(), ${resident_id}, 1, ${area_code}, '{}')`;
  await sql`insert into housing_fund.refused_lines (line_number, area_code, reason)
    values (${lineNumber}, ${area_code}, 'is not GB18030')`;
  await sql`insert into housing_fund.deliveries (file_on, area_code, record_count, refused_count, loaded_at)
    values ('2025-01-01'::date + ${lineNumber}::integer, ${area_code}, 2, 0, '2025-06-01T08:00:00Z')`;
}

function keyOf({ residentId, areaCode = "320105006001" }: PersonRow) {
  return { resident_id: residentId, area_code: areaCode };
}
