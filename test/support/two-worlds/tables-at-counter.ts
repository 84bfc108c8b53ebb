import { day, one, text } from "../../../subgraphs/shared/rows/drawn-values.ts";
import { shown, type Table } from "./columns.ts";

/** What the counter keeps of people. */
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
];
