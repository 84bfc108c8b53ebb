import type { Sql } from "postgres";
import { insert } from "./insert.ts";

const VILLAGE = "320105006001";

/** Somebody the grid may visit. */
export async function gridResident(sql: Sql, row: { residentId: string; areaCode?: string }): Promise<void> {
  await insert(sql, "grid.residents", { resident_id: row.residentId, area_code: row.areaCode ?? VILLAGE });
}

export interface VisitRow {
  residentId: string;
  id: string;
  areaCode?: string;
  visitedOn?: string;
  visitor?: string;
  kind?: string;
  outcome?: string;
  note?: string | null;
}

export async function visit(sql: Sql, row: VisitRow): Promise<void> {
  await insert(sql, "grid.visits", {
    resident_id: row.residentId,
    visit_id: row.id,
    area_code: row.areaCode ?? VILLAGE,
    visited_on: row.visitedOn ?? "2025-05-06",
    visitor: row.visitor ?? "GRID_WORKER",
    kind: row.kind ?? "ROUTINE",
    outcome: row.outcome ?? "NOTHING_FOUND",
    note: row.note ?? null,
    recorded_by: "504",
    client_key: `key-of-visit-${row.id}`,
    content_hash: "hash",
  });
}

export interface FindingRow {
  residentId: string;
  visitId: string;
  id: string;
  areaCode?: string;
  kind?: string;
  severity?: string;
  note?: string | null;
}

export async function finding(sql: Sql, row: FindingRow): Promise<void> {
  await insert(sql, "grid.findings", {
    resident_id: row.residentId,
    visit_id: row.visitId,
    finding_id: row.id,
    area_code: row.areaCode ?? VILLAGE,
    kind: row.kind ?? "HEALTH",
    severity: row.severity ?? "NOTED",
    note: row.note ?? null,
  });
}

export interface FollowUpRow {
  residentId: string;
  visitId: string;
  id: string;
  areaCode?: string;
  kind?: string;
  dueOn?: string;
  note?: string | null;
  /** Open when left out. */
  doneOn?: string | null;
  result?: string | null;
}

export async function followUp(sql: Sql, row: FollowUpRow): Promise<void> {
  const doneOn = row.doneOn ?? null;
  const done = { done_by: "504", done_key: `key-of-task-${row.id}`, done_hash: "hash", done_at: `${doneOn}T09:00:00Z` };
  await insert(sql, "grid.follow_ups", {
    resident_id: row.residentId,
    visit_id: row.visitId,
    follow_up_id: row.id,
    area_code: row.areaCode ?? VILLAGE,
    kind: row.kind ?? "VISIT_AGAIN",
    due_on: row.dueOn ?? "2099-01-01",
    note: row.note ?? null,
    done_on: doneOn,
    result: row.result ?? null,
    ...(doneOn === null ? {} : done),
  });
}
