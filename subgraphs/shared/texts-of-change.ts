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
import { isStorable } from "./storable-text.ts";

/**
 * Refuses the arguments of a change in which a text (`String`) can't be stored, or holds an identity number: notes and
 * reasons are kept for years and shown to supervisors and residents. Ids and what is meant to be a number have types of
 * their own and are not asked: by them something is looked up, and not found.
 */
export function refuseTexts(args: readonly GraphQLArgument[], values: Readonly<Record<string, unknown>>): void {
  for (const { name, type } of args) {
    const unstorable = pathOfText(type, values[name], name, (text) => !isStorable(text));
    if (unstorable !== null) {
      throw new HubError("BAD_USER_INPUT", `${unstorable} holds a character that can't be stored: NUL or half a pair.`);
    }
    const numbered = pathOfText(type, values[name], name, holdsIdentityNumber);
    if (numbered !== null) {
      throw new HubError("BAD_USER_INPUT", `${numbered} holds an identity number: people are named by their record.`);
    }
  }
}

type Finds = (text: string) => boolean;

function pathOfText(type: GraphQLInputType, value: unknown, path: string, finds: Finds): string | null {
  const bare = getNullableType(type);
  if (value === null || value === undefined) return null;
  if (bare === GraphQLString) return typeof value === "string" && finds(value) ? path : null;
  if (isListType(bare)) {
    return firstOf(asArray(value), (one, at) => pathOfText(bare.ofType, one, `${path}[${at}]`, finds));
  }
  if (!isInputObjectType(bare)) return null;
  const fields: GraphQLInputField[] = Object.values(bare.getFields());
  const given = value as Readonly<Record<string, unknown>>;
  return firstOf(fields, (field) => pathOfText(field.type, given[field.name], `${path}.${field.name}`, finds));
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
