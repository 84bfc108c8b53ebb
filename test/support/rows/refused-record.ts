import type { Sql } from "postgres";
import { insert } from "./insert.ts";

/** One record of a source that was kept out of the tables of a department. */
export async function refusedRecord(
  sql: Sql,
  schema: string,
  row: { residentId: string; areaCode: string; recordNumber?: number; accountId?: string },
): Promise<void> {
  await insert(sql, `${schema}.refused_records`, {
    resident_id: row.residentId,
    ...(row.accountId === undefined ? {} : { account_id: row.accountId }),
    record_number: row.recordNumber ?? 1,
    area_code: row.areaCode,
    reason: "jfje is not an amount in yuan",
    refused_at: "2025-06-01T08:00:00.000Z",
  });
}
