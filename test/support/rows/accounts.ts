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
  });
}
