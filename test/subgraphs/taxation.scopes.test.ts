import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { premiums { ${fields} } } }`;

describeScopes({
  name: "taxation",
  allows: readSdlRules(["taxation"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "Premium.monthOn",
      query: one("edges { node { monthOn } }"),
      value: "2025-03-01",
      roles: ["window_clerk", "centre_head", "village_worker", "department_officer", "resident"],
    },
    {
      coordinate: "PremiumConnection.asOf",
      query: one("asOf"),
      value: "2025-06-01T08:00:00.000Z",
      roles: ["window_clerk", "centre_head", "village_worker", "department_officer", "resident"],
    },
    {
      coordinate: "Premium.amountFen",
      query: one("edges { node { amountFen } }"),
      value: "11012",
      roles: ["department_officer", "resident"],
    },
  ],
});
