import { column, describeTable, kept, key } from "../shared/rows/described-table.ts";
import { fen, one, text } from "../shared/rows/drawn-values.ts";
import { claims, enrolments } from "./tables.ts";

export const rows = {
  enrolments: describeTable(enrolments, {
    toldBy: ["Resident.medicalInsurance"],
    columns: {
      scheme: column(one("EMPLOYEE", "RESIDENT"), "EMPLOYEE", "MedicalInsurance.scheme"),
      status: column(one("ACTIVE", "SUSPENDED", "ENDED"), "ACTIVE", "MedicalInsurance.status"),
      personalAccountBalanceFen: column(fen, 123_456, "MedicalInsurance.personalAccountBalanceFen"),
    },
    inWorld: ({ id }) => [{ scheme: "EMPLOYEE", status: "ACTIVE", personalAccountBalanceFen: Number(id) * 7 }],
  }),
  claims: describeTable(claims, {
    toldBy: ["MedicalInsurance.claims"],
    columns: {
      claimId: key(),
      settledOn: kept("2025-03-02", "Claim.settledOn"),
      hospital: column(text, "市第一医院", "Claim.hospital"),
      diagnosis: column(text, "高血压", "Claim.diagnosis"),
      totalFen: column(fen, 20_000, "Claim.totalFen"),
      reimbursedFen: column(fen, 14_000, "Claim.reimbursedFen"),
    },
    // Newest first. Two of the same day are told apart by their ids.
    inWorld: ({ id }) =>
      ["2025-03-02", "2025-03-02", "2024-12-31"].map((settledOn, at) => ({
        claimId: `${id}${9 - at}`,
        settledOn,
        hospital: `第${id}${at}医院`,
        diagnosis: `诊断${id}${at}`,
        totalFen: Number(id) * 20 + at,
        reimbursedFen: Number(id) * 14 + at,
      })),
  }),
};
