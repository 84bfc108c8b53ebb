import { instant, one, text } from "../../../subgraphs/shared/rows/drawn-values.ts";
import { shown, type Table } from "./columns.ts";

/** What Grid knows of people. */
export const tablesOfCare: readonly Table[] = [
  {
    name: "grid.residents",
    key: ["resident_id"],
    // Whom the grid may visit, no field tells.
    rowShownBy: [],
    hasOwn: true,
    kept: ["area_code"],
    columns: {},
  },
  {
    name: "grid.visits",
    key: ["resident_id", "visit_id"],
    rowShownBy: ["Resident.visits"],
    hasOwn: true,
    kept: ["area_code", "visited_on"],
    columns: {
      visitor: shown(one("GRID_WORKER", "VILLAGE_WORKER"), "Visit.visitor"),
      kind: shown(one("ROUTINE", "REFERRED", "RETURN"), "Visit.kind"),
      outcome: shown(one("NOTHING_FOUND", "NOT_MET"), "Visit.outcome"),
      note: shown(text, "Visit.note"),
      // Which account recorded it, and how, no field tells.
      recorded_by: shown(text),
      client_key: shown(text),
      content_hash: shown(text),
      recorded_at: shown(instant),
    },
  },
  {
    name: "grid.findings",
    key: ["resident_id", "visit_id", "finding_id"],
    rowShownBy: ["Visit.findings"],
    hasOwn: true,
    kept: ["area_code"],
    columns: {
      kind: shown(one("HEALTH", "CARE", "OTHER"), "Finding.kind"),
      severity: shown(one("NOTED", "SERIOUS"), "Finding.severity"),
      note: shown(text, "Finding.note"),
    },
  },
  {
    name: "grid.follow_ups",
    key: ["resident_id", "visit_id", "follow_up_id"],
    rowShownBy: ["Visit.followUps", "Query.followUps"],
    hasOwn: true,
    // By the last two tasks are sorted, and told to be overdue.
    kept: ["area_code", "due_on", "done_on"],
    columns: {
      kind: shown(one("REPAIR", "HEALTH_REFERRAL"), "FollowUp.kind"),
      note: shown(text, "FollowUp.note"),
      result: shown(text, "FollowUp.result"),
      done_by: shown(text),
      done_key: shown(text),
      done_hash: shown(text),
      done_at: shown(instant),
    },
  },
];
