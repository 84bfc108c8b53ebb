import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";
import { accounts } from "../support/world.ts";

const roots = [
  { text: "me", type: "Account" },
  {
    text: "account(username: $username)",
    type: "Account",
    variables: { username: { type: "String!", values: [...accounts.map(({ username }) => username), "nobody"] } },
  },
  { text: "accounts", type: "AccountConnection" },
];

describeScopes({
  name: "accounts",
  allows: readSdlRules(["accounts"]).defines,
  roots,
  ownRoots: roots,
  secrets: [
    {
      coordinate: "Query.account",
      query: `{ account(username: "wangjia") { displayName } }`,
      value: "王佳",
      // The officer is one of Accounts itself.
      roles: ["account_admin", "department_officer"],
    },
    {
      coordinate: "Query.accounts",
      query: "{ accounts { edges { node { username } } } }",
      value: "wangjia",
      roles: ["account_admin", "department_officer"],
    },
  ],
});
