import { column, describeTable, kept, key, later } from "../shared/rows/described-table.ts";
import { day, one, text } from "../shared/rows/drawn-values.ts";
import { cases } from "./tables.ts";

export const rows = {
  /** As a rule one that was accepted and is not decided yet. */
  cases: describeTable(cases, {
    toldBy: ["Resident.cases", "Query.case", "Query.cases", "Query.caseCount"],
    columns: {
      caseId: key("Case.id"),
      number: column(text, ({ caseId }) => `2025-${String(caseId)}`, "Case.number", "Query.case"),
      itemCode: column(one("old-age", "paper-form"), "320101-001", "Case.item", "Query.caseCount"),
      businessCode: column(one(null, "320101-001.apply"), null, "Case.business"),
      centreCode: column(text, null, "Case.centre"),
      status: column(
        one("RECEIVED", "REFUSED", "WITHDRAWN"),
        "ACCEPTED",
        "Case.status",
        "Query.cases",
        "Query.caseCount",
      ),
      origin: column(one("COUNTER", "ONLINE"), "COUNTER", "Case.origin"),
      isByAgent: column(one(true, false), false, "Case.isByAgent"),
      openedOn: kept("2025-05-06", "Case.openedOn"),
      acceptedOn: column(day, "2025-05-06", "Case.acceptedOn"),
      dueOn: column(day, "2025-06-03", "Case.dueOn"),
      closedOn: column(day, null, "Case.closedOn"),
      movedToAreaCode: later(kept(null)),
    },
    // Newest first. Two of the same day are told apart by their ids.
    inWorld: ({ id }) =>
      ["2025-05-06", "2025-05-06", "2024-01-01"].map((openedOn, at) => ({
        caseId: `${id}${9 - at}`,
        number: `2025-${id}${at}`,
        itemCode: ["320101-001", "old-age", "paper-form"][at] ?? "",
        businessCode: at === 0 ? "320101-001.change" : null,
        centreCode: ["3201050001", null, "3201050002"][at] ?? null,
        status: ["ACCEPTED", "IN_PUBLICITY", "DELIVERED"][at] ?? "",
        origin: at === 2 ? "GRID_REFERRAL" : "VILLAGE",
        isByAgent: at === 1,
        openedOn,
        acceptedOn: at === 1 ? null : openedOn,
        dueOn: at === 1 ? null : "2025-06-03",
        closedOn: at === 2 ? "2024-01-20" : null,
      })),
  }),
};
