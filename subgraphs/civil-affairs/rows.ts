import { column, describeTable, kept, key } from "../shared/rows/described-table.ts";
import { day, fen, one } from "../shared/rows/drawn-values.ts";
import { awards, recipients } from "./tables.ts";

export const rows = {
  recipients: describeTable(recipients, {
    toldBy: ["Resident.assistance", "Resident.oldAgeAllowance"],
    columns: {
      assistanceStatus: kept(null, "Assistance.status", "Resident.assistance"),
      assistanceCategory: column(one("MINIMUM_LIVING", "EXTREME_POVERTY"), null, "Assistance.category"),
      assistanceMonthlyFen: column(fen, null, "Assistance.monthlyAmountFen"),
      allowanceBandAge: kept(null, "OldAgeAllowance.bandAge", "Resident.oldAgeAllowance"),
      allowanceStartsOn: column(day, null, "OldAgeAllowance.startsOn"),
      allowanceEndsOn: column(day, null, "OldAgeAllowance.endsOn"),
      allowanceMonthlyFen: column(fen, null, "OldAgeAllowance.monthlyAmountFen"),
    },
    // Only the oldest have an allowance.
    inWorld: ({ id, birthOn }) => [
      {
        assistanceStatus: "GRANTED",
        assistanceCategory: "MINIMUM_LIVING",
        assistanceMonthlyFen: Number(id) * 90,
        allowanceEndsOn: null,
        ...(birthOn < "1961"
          ? { allowanceBandAge: 80, allowanceStartsOn: "2024-08-01", allowanceMonthlyFen: Number(id) * 5 }
          : { allowanceBandAge: null, allowanceStartsOn: null, allowanceMonthlyFen: null }),
      },
    ],
  }),
  awards: describeTable(awards, {
    toldBy: ["Assistance.awards"],
    columns: {
      awardId: key(),
      awardedOn: kept("2025-05-06", "Award.awardedOn"),
      reason: column(one("ILLNESS", "ACCIDENT", "EDUCATION"), "ILLNESS", "Award.reason"),
      amountFen: column(fen, 100_000, "Award.amountFen"),
    },
    inWorld: ({ id }) =>
      ["2025-05-06", "2023-01-01"].map((awardedOn, at) => ({
        awardId: `${id}${9 - at}`,
        awardedOn,
        reason: at === 0 ? "ILLNESS" : "RIGID_SPENDING",
        amountFen: Number(id) * 50 + at,
      })),
  }),
};
