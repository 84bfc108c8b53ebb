import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { ${fields} } }`;

describeScopes({
  name: "civil-affairs",
  allows: readSdlRules(["civil-affairs"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "Assistance.category",
      query: one("assistance { category }"),
      value: "MINIMUM_LIVING",
      roles: ["window_clerk", "centre_head", "village_worker", "grid_worker", "department_officer", "resident"],
    },
    {
      coordinate: "Assistance.monthlyAmountFen",
      query: one("assistance { monthlyAmountFen }"),
      value: "90090",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Award.amountFen",
      query: one("assistance { awards { edges { node { amountFen } } } }"),
      value: "50050",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "OldAgeAllowance.monthlyAmountFen",
      query: "{ residents { edges { node { oldAgeAllowance { monthlyAmountFen } } } } }",
      value: "5015",
      roles: ["department_officer"],
    },
  ],
});
