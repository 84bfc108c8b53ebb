import { type GraphQLSchema, isAbstractType } from "graphql";

/** Names of the types an object of the type can have; its own where it is neither an interface nor a union. */
export function membersOf(type: string, schema: GraphQLSchema): string[] {
  const definition = schema.getType(type);
  return isAbstractType(definition) ? schema.getPossibleTypes(definition).map(({ name }) => name) : [type];
}
