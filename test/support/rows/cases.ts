import type { Sql } from "postgres";
import { insert } from "./insert.ts";

export interface CaseRow {
  residentId: string;
  id: string;
  areaCode?: string;
  number?: string;
  itemCode?: string;
  businessCode?: string | null;
  centreCode?: string | null;
  status?: string;
  origin?: string;
  isByAgent?: boolean;
  openedOn?: string;
  acceptedOn?: string | null;
  dueOn?: string | null;
  closedOn?: string | null;
}

/** A case that was accepted and is not decided yet, unless the parts say otherwise. */
export async function caseOf(sql: Sql, row: CaseRow): Promise<void> {
  await insert(sql, "cases.cases", {
    resident_id: row.residentId,
    case_id: row.id,
    area_code: row.areaCode ?? "320105006001",
    number: row.number ?? `2025-${row.id}`,
    item_code: row.itemCode ?? "320101-001",
    business_code: row.businessCode ?? null,
    centre_code: row.centreCode ?? null,
    status: row.status ?? "ACCEPTED",
    origin: row.origin ?? "COUNTER",
    is_by_agent: row.isByAgent ?? false,
    opened_on: row.openedOn ?? "2025-05-06",
    accepted_on: row.acceptedOn === undefined ? "2025-05-06" : row.acceptedOn,
    due_on: row.dueOn === undefined ? "2025-06-03" : row.dueOn,
    closed_on: row.closedOn ?? null,
  });
}
