import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const one = (fields: string) => `{ resident(id: "1001") { ${fields} } }`;
const readers = ["window_clerk", "centre_head", "village_worker", "grid_worker", "department_officer", "resident"];

describeScopes({
  name: "monitoring",
  allows: readSdlRules(["monitoring"]).defines,
  roots: [residentRoot],
  ownRoots: [personEntities],
  secrets: [
    {
      coordinate: "Monitoring.level",
      query: one("monitoring { level }"),
      value: "MINIMUM_LIVING_MARGIN",
      roles: readers,
    },
    {
      coordinate: "Benefit.state",
      query: one("benefits { edges { node { state } } }"),
      value: "PUSHED",
      roles: readers,
    },
    {
      coordinate: "Benefit.amountFen",
      query: one("benefits { edges { node { amountFen } } }"),
      value: "31031",
      roles: ["department_officer", "resident"],
    },
  ],
});
