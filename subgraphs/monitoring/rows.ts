import { column, describeTable, kept, key } from "../shared/rows/described-table.ts";
import { day, fen, one } from "../shared/rows/drawn-values.ts";
import { benefits, monitoredPersons } from "./tables.ts";

export const rows = {
  /** As a rule a household that is certified. */
  monitoredPersons: describeTable(monitoredPersons, {
    toldBy: ["Resident.monitoring"],
    columns: {
      level: column(one("EXTREME_POVERTY", "RIGID_SPENDING"), "MINIMUM_LIVING", "Monitoring.level"),
      certification: column(one("ENDED", "MATCH_FAILED"), "CERTIFIED", "Monitoring.certification"),
      certifiedOn: column(day, "2025-01-15", "Monitoring.certifiedOn"),
      reviewDueOn: column(day, "2026-01-15", "Monitoring.reviewDueOn"),
    },
    inWorld: ({ id }) => [
      id === "1005"
        ? { level: "MINIMUM_LIVING", certification: "PENDING", certifiedOn: null, reviewDueOn: null }
        : {
            level: "MINIMUM_LIVING_MARGIN",
            certification: "CERTIFIED",
            certifiedOn: "2025-01-15",
            reviewDueOn: "2026-01-15",
          },
    ],
  }),
  benefits: describeTable(benefits, {
    toldBy: ["Resident.benefits"],
    columns: {
      benefitId: key(),
      kind: column(one("UTILITY_REDUCTION", "PREMIUM_SUBSIDY"), "UTILITY_REDUCTION", "Benefit.kind"),
      state: column(one("GRANTED", "SENT", "MATCHED"), "NOTIFIED", "Benefit.state"),
      amountFen: column(fen, 5_040, "Benefit.amountFen"),
      periodStartsOn: kept("2025-04-01", "Benefit.periodStartsOn"),
      periodEndsOn: column(day, "2025-04-30", "Benefit.periodEndsOn"),
      changedOn: column(day, "2025-04-03", "Benefit.changedOn"),
    },
    inWorld: ({ id }) =>
      ["2025-05-01", "2025-04-01"].map((periodStartsOn, at) => ({
        benefitId: `${id}${9 - at}`,
        kind: at === 0 ? "UTILITY_REDUCTION" : "PREMIUM_SUBSIDY",
        state: at === 0 ? "PUSHED" : "NOTIFIED",
        amountFen: Number(id) * 31 + at,
        periodStartsOn,
        periodEndsOn: periodStartsOn.replace("-01", "-28"),
        changedOn: `2025-0${5 - at}-03`,
      })),
  }),
};
