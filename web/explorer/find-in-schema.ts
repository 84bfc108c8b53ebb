import { type GraphQLSchema, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from "graphql";

const MOST = 40;

/** Coordinates of types and fields whose names hold the text; types first. */
export function found(schema: GraphQLSchema, wanted: string): string[] {
  const part = wanted.trim().toLowerCase();
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
      ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`)
      : [],
  );
  const fits = (coordinate: string) => coordinate.toLowerCase().includes(part);
  return [...types.map(({ name }) => name).filter(fits), ...fields.filter(fits)].slice(0, MOST);
}
