import { personEntities, residentRoot } from "../support/people-roots.ts";
import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";
import { casesOf } from "../support/world-counter.ts";
import { people } from "../support/world.ts";

const numbers = [...people.flatMap(casesOf).map(({ number }) => number), "2025-0", ""];
const roots = [
  {
    text: "case(number: $number)",
    type: "Case",
    variables: { number: { type: "String!", values: numbers } },
  },
  { text: "cases", type: "CaseConnection" },
];
const takers = ["window_clerk", "centre_head", "village_worker", "department_officer"];

// Counts are told to nobody in a world this small: test/subgraphs/cases.counts.test.ts is about them.
describeScopes({
  name: "cases",
  allows: readSdlRules(["cases"]).defines,
  roots: [residentRoot, ...roots],
  ownRoots: [personEntities, ...roots],
  secrets: [
    {
      coordinate: "Case.number",
      query: `{ resident(id: "1001") { cases { edges { node { number } } } } }`,
      value: "2025-10011",
      roles: [...takers, "resident"],
    },
    {
      coordinate: "Case.residentId",
      query: `{ case(number: "2025-10051") { residentId status } }`,
      value: "1005",
      roles: takers,
    },
    {
      coordinate: "Query.cases",
      query: "{ cases { edges { node { centre { code } } } } }",
      value: "3201050002",
      roles: takers,
    },
  ],
});
