import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { housingFund { ${fields} } } }`;

describeScopes({
  name: "housing-fund",
  allows: readSdlRules(["housing-fund"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "HousingFund.status",
      query: one("status"),
      value: "SEALED",
      roles: ["window_clerk", "centre_head", "village_worker", "department_officer", "resident"],
    },
    {
      coordinate: "HousingFund.balanceFen",
      query: one("balanceFen"),
      value: "19019",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "HousingFund.employer",
      query: one("employer"),
      value: "江苏第1001号工厂",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "HousingFundDeposit.amountFen",
      query: one("deposits { edges { node { amountFen } } }"),
      value: "29030",
      roles: ["department_officer", "resident"],
    },
  ],
});
