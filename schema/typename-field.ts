import { type FieldNode, Kind } from "graphql";

/** Asks which type an object is of. It also stands where a selection would be empty, which GraphQL does not allow. */
export const typenameField: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };
