import { describeScopes } from "../support/scopes-suite.ts";
import { allRoles, readSdlRules } from "../support/sdl-rules.ts";
import { items } from "../support/world-counter.ts";

const roots = [
  {
    text: "item(code: $code)",
    type: "Item",
    variables: { code: { type: "ID!", values: [...items.map(({ code }) => code), "no-such-item", ""] } },
  },
  { text: "items", type: "ItemConnection" },
];

describeScopes({
  name: "services",
  allows: readSdlRules(["services"]).defines,
  roots,
  ownRoots: roots,
  // The catalogue is published.
  secrets: [
    { coordinate: "Item.name", query: `{ item(code: "old-age") { name } }`, value: "事项1", roles: allRoles },
    {
      coordinate: "Query.items",
      query: "{ items { edges { node { businesses { code } } } } }",
      value: "320101-001.apply",
      roles: allRoles,
    },
  ],
});
