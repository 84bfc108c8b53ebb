import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { ${fields} } }`;
const few = ["department_officer", "resident"];

describeScopes({
  name: "health",
  allows: readSdlRules(["health"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "BirthRegistration.registeredOn",
      query: one("birthRegistration { registeredOn }"),
      value: "1997-03-04",
      roles: ["window_clerk", "centre_head", "village_worker", ...few],
    },
    {
      coordinate: "BirthRegistration.certificateNumber",
      query: one("birthRegistration { certificateNumber }"),
      value: "Z900010011",
      roles: few,
    },
    {
      coordinate: "BirthRegistration.institution",
      query: one("birthRegistration { institution }"),
      value: "第1001妇幼保健院",
      roles: few,
    },
    {
      coordinate: "FamilyPlanningSupport.status",
      query: one("familyPlanningSupport { status }"),
      value: "GRANTED",
      roles: few,
    },
    {
      coordinate: "FamilyPlanningSupport.kind",
      query: "{ residents { edges { node { familyPlanningSupport { kind } } } } }",
      value: "LOSS_OF_CHILD",
      // A list of an area is no resident's.
      roles: ["department_officer"],
    },
    // Either of the two would tell the kind.
    {
      coordinate: "FamilyPlanningSupport.startsOn",
      query: one("familyPlanningSupport { startsOn }"),
      value: "2015-01-01",
      roles: few,
    },
    {
      coordinate: "FamilyPlanningSupport.monthlyAmountFen",
      query: one("familyPlanningSupport { monthlyAmountFen }"),
      value: "31031",
      roles: few,
    },
  ],
});
