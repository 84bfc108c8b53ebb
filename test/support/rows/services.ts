import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface ItemRow {
  code: string;
  position?: number;
  name?: string;
  department?: string;
  isActive?: boolean;
}

/** One item of the catalogue, open unless it is said to be closed. */
export async function item(sql: Sql, row: ItemRow): Promise<void> {
  await insert(sql, "services.items", {
    code: row.code,
    position: row.position ?? 1,
    name: row.name ?? "最低生活保障",
    department: row.department ?? "civil-affairs",
    is_active: row.isActive ?? true,
  });
}

export interface BusinessRow {
  code: string;
  itemCode: string;
  position?: number;
  name?: string;
}

export async function business(sql: Sql, row: BusinessRow): Promise<void> {
  await insert(sql, "services.businesses", {
    code: row.code,
    item_code: row.itemCode,
    position: row.position ?? 1,
    name: row.name ?? "申请",
  });
}
