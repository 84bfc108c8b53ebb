import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  type ConstDirectiveNode,
} from "graphql";
import { readMask } from "./mask.ts";
import { joinRequirements, readRequirement, type Requirement } from "./permissions.ts";

type Annotated = {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
};

/**
 * What the arguments given to a field ask for by their `@reads`: a filter or an order needs the rights to the values
 * it looks at, or it could be used to find them out. Null when no argument of the field names any. An argument that
 * is null counts as left out: it narrows nothing.
 */
export function requirementOfArguments(
  field: GraphQLField<unknown, never>,
  schema: GraphQLSchema,
): ((args: Readonly<Record<string, unknown>>) => Requirement) | null {
  if (!field.args.some((argument) => namesReadings(argument, new Set()))) return null;
  return (args) =>
    joinRequirements(field.args.map((argument) => requirementOfInput(argument, args[argument.name], schema)));
}

function namesReadings(input: GraphQLArgument | GraphQLInputField, seen: Set<string>): boolean {
  if (readsOf(input) !== undefined) return true;
  const type = getNamedType(input.type);
  if (isEnumType(type)) return type.getValues().some((value) => readsOf(value) !== undefined);
  if (!isInputObjectType(type) || seen.has(type.name)) return false;
  seen.add(type.name);
  return Object.values(type.getFields()).some((one) => namesReadings(one, seen));
}

function requirementOfInput(
  input: GraphQLArgument | GraphQLInputField,
  value: unknown,
  schema: GraphQLSchema,
): Requirement {
  if (value === undefined || value === null) return [];
  return joinRequirements([requirementOf(readsOf(input), schema), requirementOfValue(input.type, value, schema)]);
}

function requirementOfValue(type: GraphQLInputType, value: unknown, schema: GraphQLSchema): Requirement {
  const given = getNullableType(type);
  if (isListType(given)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return joinRequirements(values.map((one) => requirementOfValue(given.ofType, one, schema)));
  }
  if (isEnumType(given)) {
    const chosen = given.getValues().find((one) => one.value === value);
    return chosen === undefined ? [] : requirementOf(readsOf(chosen), schema);
  }
  if (!isInputObjectType(given) || typeof value !== "object" || value === null) return [];
  const parts = value as Readonly<Record<string, unknown>>;
  return joinRequirements(
    Object.values(given.getFields()).map((one) => requirementOfInput(one, parts[one.name], schema)),
  );
}

function readsOf({ astNode }: Annotated): ConstDirectiveNode | undefined {
  return astNode?.directives?.find((directive) => directive.name.value === "reads");
}

function requirementOf(reads: ConstDirectiveNode | undefined, schema: GraphQLSchema): Requirement {
  const given = new Map(reads?.arguments?.map(({ name, value }) => [name.value, value]));
  const list = given.get("fields");
  if (list?.kind !== Kind.LIST) return [];
  const isExact = given.get("exactly")?.kind === Kind.STRING;
  return joinRequirements(
    list.values.map((one) => requirementOfField(one.kind === Kind.STRING ? one.value : "", schema, isExact)),
  );
}

/** A coordinate that names no field of this department can't be judged: nobody may use the argument. */
function requirementOfField(coordinate: string, schema: GraphQLSchema, isExact: boolean): Requirement {
  const [typeName = "", fieldName = ""] = coordinate.split(".");
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (!isObjectType(type) || field === undefined) return [[]];
  const mask = readMask(field.astNode?.directives);
  return joinRequirements([
    ...[type, field, getNamedType(field.type)].map(requirementOfElement),
    mask === null || isExact ? [] : [[[mask.unless]]],
  ]);
}

/** What an element of a department's schema asks for, its extensions' rules included. */
export function requirementOfElement(element: {
  astNode?: unknown;
  extensionASTNodes?: readonly unknown[];
}): Requirement {
  const nodes = [element.astNode, ...(element.extensionASTNodes ?? [])] as Annotated["astNode"][];
  return joinRequirements(nodes.map((node) => readRequirement(node?.directives)));
}
