import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { socialSecurity { ${fields} } } }`;

describeScopes({
  name: "social-security",
  allows: readSdlRules(["social-security"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "Participation.paidMonths",
      query: one("participations { paidMonths }"),
      value: "1002",
      roles: ["window_clerk", "centre_head", "village_worker", "department_officer", "resident"],
    },
    {
      coordinate: "Participation.contributionBaseFen",
      query: one("participations { contributionBaseFen }"),
      value: "1001001",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Participation.employer",
      query: one("participations { employer }"),
      value: "江苏第1001号有限公司",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Pension.monthlyAmountFen",
      query: `{ residents { edges { node { socialSecurity { pension { monthlyAmountFen } } } } } }`,
      value: "300900",
      roles: ["department_officer"],
    },
  ],
});
