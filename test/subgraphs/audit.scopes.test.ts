import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

// Only looks, and there are none but the world's: reading the log is entered in it.
const roots = [
  { text: "accessRecords(kind: LOOK)", type: "AccessRecordConnection" },
  { text: "seals", type: "SealConnection" },
];

describeScopes({
  name: "audit",
  allows: readSdlRules(["audit"]).defines,
  roots,
  ownRoots: roots,
  secrets: [
    {
      coordinate: "AccessRecord.viewerId",
      query: "{ accessRecords(kind: LOOK) { edges { node { viewerId operationHash } } } }",
      value: "operation-0",
      // The officer is one of Audit itself.
      roles: ["auditor", "department_officer"],
    },
  ],
});
