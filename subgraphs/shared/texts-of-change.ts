import {
  getNullableType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  GraphQLString,
  isInputObjectType,
  isListType,
} from "graphql";
import { HubError } from "./errors.ts";
import { holdsIdentityNumber } from "./personal-number.ts";

/**
 * Refuses the arguments of a change in which a text (`String`) holds an identity number: notes and reasons are kept for
 * years and shown to supervisors and residents. What is meant to be a number has a scalar of its own and is not asked.
 */
export function refuseIdentityNumbers(
  args: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): void {
  for (const { name, type } of args) {
    const path = pathOfNumber(type, values[name], name);
    if (path === null) continue;
    throw new HubError("BAD_USER_INPUT", `${path} holds an identity number: people are named by their record.`);
  }
}

function pathOfNumber(type: GraphQLInputType, value: unknown, path: string): string | null {
  const bare = getNullableType(type);
  if (value === null || value === undefined) return null;
  if (bare === GraphQLString) return typeof value === "string" && holdsIdentityNumber(value) ? path : null;
  if (isListType(bare)) return firstOf(asArray(value), (one, at) => pathOfNumber(bare.ofType, one, `${path}[${at}]`));
  if (!isInputObjectType(bare)) return null;
  const fields: GraphQLInputField[] = Object.values(bare.getFields());
  const given = value as Readonly<Record<string, unknown>>;
  return firstOf(fields, (field) => pathOfNumber(field.type, given[field.name], `${path}.${field.name}`));
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function firstOf<One>(list: readonly One[], find: (one: One, at: number) => string | null): string | null {
  for (const [at, one] of list.entries()) {
    const found = find(one, at);
    if (found !== null) return found;
  }
  return null;
}
