import type { Sql } from "postgres";
import { rows } from "../../../subgraphs/housing-fund/rows.ts";
import { rowOf } from "./described.ts";

export const fundHolder = rowOf(rows.holders);

/** What an import leaves about files, of which no viewer is shown anything. */
export async function fundFile(sql: Sql, row: { residentId: string; areaCode: string }): Promise<void> {
  const { residentId, areaCode } = row;
  const lineNumber = Number(residentId);
  await sql`insert into housing_fund.staged_records (import_id, resident_id, line_number, area_code, record)
    values (gen_random_uuid(), ${residentId}, 1, ${areaCode}, '{}')`;
  await sql`insert into housing_fund.refused_lines (line_number, area_code, reason)
    values (${lineNumber}, ${areaCode}, 'is not GB18030')`;
  await sql`insert into housing_fund.deliveries (file_on, area_code, record_count, refused_count, loaded_at)
    values ('2025-01-01'::date + ${lineNumber}::integer, ${areaCode}, 2, 0, '2025-06-01T08:00:00Z')`;
}
