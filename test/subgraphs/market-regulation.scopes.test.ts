import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { licences { edges { node { ${fields} } } } } }`;
const counters = ["window_clerk", "centre_head", "village_worker"];

describeScopes({
  name: "market-regulation",
  allows: readSdlRules(["market-regulation"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "Licence.number",
      query: one("number"),
      value: "JY232010500010010",
      roles: [...counters, "department_officer", "resident"],
    },
    {
      coordinate: "Licence.holderIdNumber",
      query: one("holderIdNumber"),
      value: "3299011990****0016",
      roles: ["department_officer", "resident"],
    },
    {
      coordinate: "Business.name",
      query: one("business { name }"),
      value: "示例1001店",
      roles: [...counters, "department_officer", "resident"],
    },
  ],
});
