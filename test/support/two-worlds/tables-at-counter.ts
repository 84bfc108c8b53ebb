import { day, fen, one, text } from "../../../subgraphs/shared/rows/drawn-values.ts";
import { shown, type Table } from "./columns.ts";

/** What the counter keeps of people: cases, and who is under watch. */
export const tablesAtCounter: readonly Table[] = [
  {
    name: "cases.cases",
    key: ["resident_id", "case_id"],
    rowShownBy: ["Resident.cases", "Query.case", "Query.cases", "Query.caseCount"],
    hasOwn: true,
    kept: ["area_code", "opened_on"],
    columns: {
      number: shown(text, "Case.number", "Query.case"),
      item_code: shown(one("old-age", "paper-form"), "Case.item", "Query.caseCount"),
      business_code: shown(one(null, "320101-001.apply"), "Case.business"),
      centre_code: shown(text, "Case.centre"),
      status: shown(one("RECEIVED", "REFUSED", "WITHDRAWN"), "Case.status", "Query.cases", "Query.caseCount"),
      origin: shown(one("COUNTER", "ONLINE"), "Case.origin"),
      is_by_agent: shown(one(true, false), "Case.isByAgent"),
      accepted_on: shown(day, "Case.acceptedOn"),
      due_on: shown(day, "Case.dueOn"),
      closed_on: shown(day, "Case.closedOn"),
    },
  },
  {
    name: "monitoring.monitored_persons",
    key: ["resident_id"],
    rowShownBy: ["Resident.monitoring"],
    hasOwn: true,
    kept: ["area_code"],
    columns: {
      level: shown(one("EXTREME_POVERTY", "RIGID_SPENDING"), "Monitoring.level"),
      certification: shown(one("ENDED", "MATCH_FAILED"), "Monitoring.certification"),
      certified_on: shown(day, "Monitoring.certifiedOn"),
      review_due_on: shown(day, "Monitoring.reviewDueOn"),
    },
  },
  {
    name: "monitoring.benefits",
    key: ["resident_id", "benefit_id"],
    rowShownBy: ["Resident.benefits"],
    hasOwn: true,
    kept: ["area_code", "period_starts_on"],
    columns: {
      kind: shown(one("UTILITY_REDUCTION", "PREMIUM_SUBSIDY"), "Benefit.kind"),
      state: shown(one("GRANTED", "SENT", "MATCHED"), "Benefit.state"),
      amount_fen: shown(fen, "Benefit.amountFen"),
      period_ends_on: shown(day, "Benefit.periodEndsOn"),
      changed_on: shown(day, "Benefit.changedOn"),
    },
  },
];
