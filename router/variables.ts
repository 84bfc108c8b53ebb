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
import { HubError } from "../subgraphs/shared/errors.ts";
import type { Variables } from "./conditions.ts";
import { RequestError } from "./operation.ts";

/**
 * Checks a request's variables against the operation and fills in defaults. The errors say which variable
 * and what was wrong with it, but never repeat the value: it may be a person's number.
 */
export function readVariables(
  schema: GraphQLSchema,
  definition: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Variables {
  const errors: GraphQLError[] = [];
  const values: Record<string, unknown> = {};
  for (const node of definition.variableDefinitions ?? []) {
    const name = node.variable.name.value;
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
