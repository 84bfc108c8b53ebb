import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { utilityAccounts { ${fields} } } }`;

describeScopes({
  name: "utilities",
  allows: readSdlRules(["utilities"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "UtilityAccount.company",
      query: one("company"),
      value: "示例0公司",
      roles: ["window_clerk", "centre_head", "village_worker", "department_officer", "resident"],
    },
    {
      coordinate: "UtilityBill.amountFen",
      query: one("bills { edges { node { amountFen } } }"),
      value: "13014",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "UtilityReduction.amountFen",
      query: one("reductions { edges { node { amountFen } } }"),
      value: "17017",
      roles: ["department_officer", "resident"],
    },
  ],
});
