import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { visits { edges { node { ${fields} } } } } }`;
const visitors = ["village_worker", "grid_worker", "department_officer"];
const tasks = { text: "followUps", type: "FollowUpConnection" };

describeScopes({
  name: "grid",
  allows: readSdlRules(["grid"]).defines,
  roots: [residentRoot, tasks],
  ownRoots: [personEntities, tasks],
  secrets: [
    {
      coordinate: "Visit.visitedOn",
      query: one("visitedOn outcome"),
      value: "2025-03-02",
      roles: ["window_clerk", "centre_head", ...visitors, "resident"],
    },
    {
      coordinate: "Finding.severity",
      query: one("findings { severity }"),
      value: "URGENT",
      roles: ["centre_head", ...visitors, "resident"],
    },
    { coordinate: "Visit.note", query: one("note"), value: "走访10019", roles: visitors },
    { coordinate: "Finding.note", query: one("findings { note }"), value: "发现10019", roles: visitors },
    { coordinate: "FollowUp.note", query: one("followUps { note }"), value: "任务10019", roles: visitors },
    { coordinate: "FollowUp.result", query: one("followUps { result }"), value: "结果10019", roles: visitors },
    {
      coordinate: "FollowUp.kind",
      query: one("followUps { kind }"),
      value: "REPAIR",
      roles: ["centre_head", ...visitors, "resident"],
    },
    {
      coordinate: "Query.followUps",
      query: "{ followUps { edges { node { dueOn } } } }",
      value: "2025-03-16",
      roles: ["centre_head", ...visitors],
    },
  ],
});
