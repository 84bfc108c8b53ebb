import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";

const roots = [{ text: "accessRecords", type: "AccessRecordConnection" }];

describeScopes({
  name: "audit",
  allows: readSdlRules(["audit"]).defines,
  roots,
  ownRoots: roots,
  secrets: [
    {
      coordinate: "AccessRecord.viewerId",
      query: "{ accessRecords { edges { node { viewerId operationHash } } } }",
      value: "operation-0",
      // The officer is one of Audit itself.
      roles: ["auditor", "department_officer"],
    },
  ],
});
