import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { type AccessRecord, toFieldLists } from "../../../subgraphs/index.ts";
import { insert } from "./insert.ts";

export interface AccessRecordRow {
  id?: string;
  kind?: AccessRecord["kind"];
  recordedAt?: string;
  requestId?: string;
  viewerId?: string;
  viewerName?: string | null;
  viewerOffice?: string | null;
  areaCode?: string;
  roles?: string[];
  areas?: string[];
  department?: string | null;
  purpose?: string | null;
  rolesHash?: string;
  operationHash?: string;
  operationName?: string | null;
  returned?: string[];
  masked?: string[];
  refused?: string[];
  residents?: string[];
}

/** One look in the access record; records get their positions in the order of these calls. */
export async function accessRecord(sql: Sql, row: AccessRecordRow = {}): Promise<void> {
  const recordedAt = row.recordedAt ?? "2025-06-01T08:00:00.000Z";
  const { fields, ...record } = accessRecordOf(row);
  const { returned, masked, refused } = fields;
  // As records of before there were lists have them; what the hub appends is the other form.
  await insert(sql, "audit.access_records", { ...record, returned, masked, refused, recorded_at: recordedAt });
}

/** The same as the hub appends it, which leaves the time to the database. */
export function accessRecordOf(row: AccessRecordRow = {}): AccessRecord {
  const areaCode = row.areaCode ?? "320105006";
  return {
    record_id: row.id ?? randomUUID(),
    kind: row.kind ?? "LOOK",
    request_id: row.requestId ?? "request-0001",
    viewer_id: row.viewerId ?? "1",
    viewer_name: row.viewerName ?? null,
    viewer_office: row.viewerOffice ?? null,
    area_code: areaCode,
    roles: row.roles ?? ["window_clerk"],
    areas: row.areas ?? [areaCode],
    department: row.department ?? null,
    purpose: row.purpose === undefined ? "item:320101-001" : row.purpose,
    roles_hash: row.rolesHash ?? "roles",
    operation_hash: row.operationHash ?? "operation",
    operation_name: row.operationName ?? null,
    fields: toFieldLists({ returned: row.returned ?? [], masked: row.masked ?? [], refused: row.refused ?? [] }),
    residents: row.residents ?? ["pseudonym"],
  };
}

/** An order that two auditors gave, and an objection that one answered. */
export async function orderAndObjection(sql: Sql): Promise<void> {
  await sql`with made as (
      insert into audit.withholding_orders (purpose, areas, withheld_until, reason, ordered_by)
      values ('case:1', '{32}', now() + interval '1 day', 'an order', '1') returning order_id)
    insert into audit.withholding_steps (order_id, step, taken_by) select order_id, 'CONFIRMED', '2' from made`;
  await sql`with made as (
      insert into audit.objections (record_id, pseudonym, area_code, reason)
      values (gen_random_uuid(), 'pseudonym', '320105006', 'a reason') returning objection_id)
    insert into audit.objection_answers (objection_id, answer, answered_by) select objection_id, 'an answer', '1' from made`;
}
