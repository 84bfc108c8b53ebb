import { column, describeTable, key } from "../shared/rows/described-table.ts";
import { day, fen, one } from "../shared/rows/drawn-values.ts";
import { insuredPersons, participations } from "./tables.ts";

const standing = one("ACTIVE", "SUSPENDED", "ENDED");

export const rows = {
  insuredPersons: describeTable(insuredPersons, {
    toldBy: ["Resident.socialSecurity"],
    columns: {
      status: column(standing, "ACTIVE", "SocialSecurity.status"),
      pensionStartsOn: column(day, null, "Pension.startsOn", "SocialSecurity.pension"),
      pensionMonthlyFen: column(fen, null, "Pension.monthlyAmountFen"),
    },
    // Only the oldest have a pension.
    inWorld: ({ id, birthOn }) => [
      birthOn < "1961"
        ? { status: "ACTIVE", pensionStartsOn: "2020-04-01", pensionMonthlyFen: Number(id) * 300 }
        : { status: "ACTIVE", pensionStartsOn: null, pensionMonthlyFen: null },
    ],
  }),
  participations: describeTable(participations, {
    toldBy: ["SocialSecurity.participations", "Participation.insurance"],
    columns: {
      insurance: { ...key("Participation.insurance"), usual: "PENSION" },
      status: column(standing, "ACTIVE", "Participation.status"),
      paidMonths: column(fen, 120, "Participation.paidMonths"),
      contributionBaseFen: column(fen, 650_000, "Participation.contributionBaseFen"),
      insuredAreaCode: column(one("3201", "3202", "3299"), "3201", "Participation.insuredArea"),
      employer: column(one(null, "另一家公司", "某厂"), "江苏某某有限公司", "Participation.employer"),
    },
    inWorld: ({ id, areaCode }) =>
      ["MEDICAL", "PENSION"].map((insurance, at) => ({
        insurance,
        status: id === "1005" ? "RECEIVING_BENEFITS" : "ACTIVE",
        paidMonths: Number(id) + at,
        contributionBaseFen: Number(id) * 1_000 + at,
        insuredAreaCode: areaCode.slice(0, 4),
        employer: at === 0 ? null : `江苏第${id}号有限公司`,
      })),
  }),
};
