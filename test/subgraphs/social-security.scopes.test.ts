import { describeScopes } from "../support/scopes-suite.ts";
import { readSdlRules } from "../support/sdl-rules.ts";
import { absentIds, people } from "../support/world.ts";

const ids = [...people.map(({ id }) => id), ...absentIds];

describeScopes({
  name: "social-security",
  allows: readSdlRules(["social-security"]).defines,
  roots: [{ text: "resident(id: $id)", type: "Resident", variables: { id: { type: "ID!", values: ids } } }],
  ownRoots: [
    {
      text: "_entities(representations: $representations)",
      type: "_Entity",
      variables: {
        representations: {
          type: "[_Any!]!",
          values: [ids, ["1001"], ["1005", "1005"]].map((some) => some.map((id) => ({ __typename: "Resident", id }))),
        },
      },
    },
  ],
});
