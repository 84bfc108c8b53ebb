import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from "graphql";
import { HubError } from "../../subgraphs/shared/errors.ts";
import { RequestError } from "./request-error.ts";

/** Values of an operation's variables, by name. */
export type Variables = Readonly<Record<string, unknown>>;

// What departments are written with takes a value of this name for something else.
const UNUSABLE = "__proto__";

/**
 * Checks a request's variables against the operation and fills in defaults. The errors say which variable
 * and what was wrong with it, but never repeat the value: it may be a person's number.
 */
export function readVariables(
  schema: GraphQLSchema,
  { definition, neverNull }: { definition: OperationDefinitionNode; neverNull: ReadonlySet<string> },
  given: Readonly<Record<string, unknown>>,
): Variables {
  const errors: GraphQLError[] = [];
  // Of no class: a variable named like something every object has is missing until it is given.
  const values = Object.create(null) as Record<string, unknown>;
  for (const node of definition.variableDefinitions ?? []) {
    const name = node.variable.name.value;
    if (name === UNUSABLE) errors.push(badVariable(name, [], "it needs another name"));
    const type = typeFromAST(schema, node.type as never);
    // Validation has made sure that variables have input types.
    if (type === undefined || !isInputType(type)) continue;
    if (!Object.hasOwn(given, name)) {
      if (node.defaultValue !== undefined) values[name] = valueFromAST(node.defaultValue, type);
      else if (isNonNullType(type)) errors.push(badVariable(name, [], "a value is needed"));
      continue;
    }
    values[name] = coerceInputValue(given[name], type, (path, _value, error) => {
      errors.push(badVariable(name, path, reasonOf(error)));
    });
    if (values[name] === null && !isNonNullType(type) && neverNull.has(name)) {
      errors.push(badVariable(name, [], "null is no value where it stands"));
    }
  }
  if (errors.length > 0) throw new RequestError(errors);
  return values;
}

function badVariable(name: string, path: readonly (string | number)[], reason: string): GraphQLError {
  const where = [name, ...path].join(".");
  return new GraphQLError(`Variable $${where}: ${reason}.`, { extensions: { code: "BAD_USER_INPUT" } });
}

/** Our scalars word their own reasons; those of graphql-js repeat the value and are replaced. */
function reasonOf(error: GraphQLError): string {
  const original = error.originalError;
  if (original instanceof HubError) return original.message.replace(/\.$/, "");
  return "the value does not fit the type";
}
