import { column, describeTable } from "../shared/rows/described-table.ts";
import { day, fen, one, text } from "../shared/rows/drawn-values.ts";
import { birthRegistrations, supports } from "./tables.ts";

export const rows = {
  birthRegistrations: describeTable(birthRegistrations, {
    toldBy: ["Resident.birthRegistration"],
    columns: {
      registeredOn: column(day, "2019-03-04", "BirthRegistration.registeredOn"),
      certificateNumber: column(text, "Z900000001", "BirthRegistration.certificateNumber"),
      institution: column(text, "南京市妇幼保健院", "BirthRegistration.institution"),
    },
    inWorld: ({ id }) => [
      { registeredOn: "1997-03-04", certificateNumber: `Z9000${id}1`, institution: `第${id}妇幼保健院` },
    ],
  }),
  supports: describeTable(supports, {
    toldBy: ["Resident.familyPlanningSupport"],
    columns: {
      status: column(one("APPLIED", "GRANTED", "ENDED"), "GRANTED", "FamilyPlanningSupport.status"),
      kind: column(
        one("RURAL_REWARD", "LOSS_OF_CHILD", "DISABLED_CHILD"),
        "RURAL_REWARD",
        "FamilyPlanningSupport.kind",
      ),
      startsOn: column(day, null, "FamilyPlanningSupport.startsOn"),
      endsOn: column(day, null, "FamilyPlanningSupport.endsOn"),
      monthlyFen: column(fen, null, "FamilyPlanningSupport.monthlyAmountFen"),
    },
    // Of one of them it has ended.
    inWorld: ({ id }) => [
      {
        kind: "LOSS_OF_CHILD",
        startsOn: "2015-01-01",
        ...(id === "1005"
          ? { status: "ENDED", endsOn: "2024-12-31", monthlyFen: null }
          : { status: "GRANTED", endsOn: null, monthlyFen: Number(id) * 31 }),
      },
    ],
  }),
};
