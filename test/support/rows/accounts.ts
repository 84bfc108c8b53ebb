import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface AccountRow {
  id: string;
  username?: string;
  displayName?: string;
  areas?: [string, ...string[]];
  roles?: string[];
  department?: string | null;
  isActive?: boolean;
  residentId?: string | null;
  activatedAt?: string | null;
}

export async function account(sql: Sql, row: AccountRow): Promise<void> {
  const areas = row.areas ?? ["320105006"];
  await insert(sql, "accounts.accounts", {
    account_id: row.id,
    username: row.username ?? `account${row.id}`,
    display_name: row.displayName ?? "王佳",
    area_code: areas[0],
    areas,
    roles: row.roles ?? ["window_clerk"],
    department: row.department ?? null,
    is_active: row.isActive ?? true,
    resident_id: row.residentId ?? null,
    activated_at: row.activatedAt ?? null,
  });
}

/** A certificate that holds today, unless other days are given. */
export async function certificate(
  sql: Sql,
  row: { accountId: string; course: string; startsOn?: string; endsOn?: string },
): Promise<void> {
  await insert(sql, "accounts.certificates", {
    account_id: row.accountId,
    course: row.course,
    valid_from: row.startsOn ?? "2025-01-01",
    valid_until: row.endsOn ?? "2099-12-31",
  });
}
