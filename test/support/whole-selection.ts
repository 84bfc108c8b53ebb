import { buildSchema, getNamedType, type GraphQLField, isObjectType, isRequiredArgument } from "graphql";
import { readText } from "../repository/tree.ts";

const schema = buildSchema(readText("schema/api.graphql"));

/** Everything below one field of a type of the clients' schema, no type inside itself, three of each list. */
export function wholeSelection(typeName: string, fieldName: string): string {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field === undefined) throw new Error(`There is no field ${typeName}.${fieldName}.`);
  return textOf(field, [typeName]) ?? "";
}

/** Null where nothing may be selected below. */
function textOf(field: GraphQLField<unknown, unknown>, above: readonly string[]): string | null {
  if (field.args.some(isRequiredArgument)) return null;
  const page = field.args.some(({ name }) => name === "first") ? "(first: 3)" : "";
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return field.name + page;
  if (above.includes(type.name)) return null;
  const below = Object.values(type.getFields()).flatMap((one) => textOf(one, [...above, type.name]) ?? []);
  return below.length === 0 ? null : `${field.name}${page} { ${below.join(" ")} }`;
}

/** The fields of a type of the clients' schema. */
export function fieldNamesOf(typeName: string): string[] {
  const type = schema.getType(typeName);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
}
