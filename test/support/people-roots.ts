import type { Root } from "./generated-operation.ts";
import { absentIds, people } from "./world.ts";

const ids = [...people.map(({ id }) => id), ...absentIds];

/** The way to a person through the hub. */
export const residentRoot: Root = {
  text: "resident(id: $id)",
  type: "Resident",
  variables: { id: { type: "ID!", values: ids } },
};

/** The way to a person that the router takes: by key, past every field. */
export const personEntities: Root = {
  text: "_entities(representations: $representations)",
  type: "_Entity",
  variables: {
    representations: {
      type: "[_Any!]!",
      values: [ids, ["1001"], ["1005", "1001", "1005"], absentIds].map((some) =>
        some.map((id) => ({ __typename: "Resident", id })),
      ),
    },
  },
};
