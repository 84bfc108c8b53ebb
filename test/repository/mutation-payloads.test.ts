import {
  buildSchema,
  type GraphQLField,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { describe, expect, test } from "vitest";
import { readText } from "./tree.ts";

type Field = GraphQLField<unknown, unknown>;

const mutationsOf = (sdl: string): Field[] => Object.values(buildSchema(sdl).getMutationType()?.getFields() ?? {});

/** What keeps clients from being told, in data, why such a change was not made (docs/adr/0077). */
function faultsOf({ name, type }: Field): string[] {
  const payload = getNamedType(type);
  if (!isObjectType(payload) || !payload.name.endsWith("Payload")) return [`${name}: it has no payload of its own.`];
  const { errors } = payload.getFields();
  const at = `${payload.name}.errors`;
  if (errors === undefined) return [`${at}: it is missing.`];
  const list = isNonNullType(errors.type) ? errors.type.ofType : null;
  const isAsAgreed = list !== null && isListType(list) && isNonNullType(list.ofType);
  const error = getNamedType(errors.type);
  if (!isAsAgreed || !isObjectType(error)) return [`${at}: it has to be [<Subject>Error!]!.`];
  const { code, message, field } = error.getFields();
  const codes = code === undefined ? undefined : getNamedType(code.type);
  const undescribed = isEnumType(codes) ? codes.getValues().filter((value) => !value.description) : [];
  return [
    ...(isEnumType(codes) && isNonNullType(code?.type) && codes.name === `${error.name}Code`
      ? []
      : [`${error.name}.code: it has to be ${error.name}Code!, an enum.`]),
    ...(String(message?.type) === "String!" ? [] : [`${error.name}.message: it has to be String!.`]),
    ...(String(field?.type) === "String" ? [] : [`${error.name}.field: it has to be String.`]),
    ...undescribed
      .filter((value) => !/^INVALID_/.test(value.name))
      .map((value) => `${error.name}Code.${value.name}: it says nothing.`),
  ];
}

const isDeprecated = ({ deprecationReason }: Field) => deprecationReason != null;

describe("every mutation that is not deprecated", () => {
  const mutations = mutationsOf(readText("schema/api.graphql"));

  test("tells expected failures in errors of its payload", () => {
    const current = mutations.filter((field) => !isDeprecated(field));
    expect(current.length).toBeGreaterThan(15);
    expect(current.flatMap(faultsOf)).toEqual([]);
  });

  test("stands beside those that give the object itself, each of which names the one to use", () => {
    const names = mutations.map(({ name }) => name);
    const deprecated = mutations.filter(isDeprecated);
    expect(deprecated.length).toBeGreaterThan(0);
    for (const { name, deprecationReason } of deprecated) {
      const [, other = ""] = /`(\w+)`/.exec(deprecationReason ?? "") ?? [];
      expect([name, names.includes(other)]).toEqual([name, true]);
    }
  });

  const ERROR = "type AError { code: AErrorCode! message: String! field: String } enum AErrorCode { A_B }";
  test.each([
    ["type Mutation { a: A } type A { id: ID }", "a: it has no payload of its own."],
    ["type Mutation { a: APayload } type APayload { id: ID }", "APayload.errors: it is missing."],
    [`type Mutation { a: APayload } type APayload { errors: [AError!] } ${ERROR}`, "has to be [<Subject>Error!]!"],
    [`type Mutation { a: APayload } type APayload { errors: [AError]! } ${ERROR}`, "has to be [<Subject>Error!]!"],
    ["type Mutation { a: APayload } type APayload { errors: [String!]! }", "has to be [<Subject>Error!]!"],
    [`type Mutation { a: APayload } type APayload { errors: [AError!]! } ${ERROR}`, "AErrorCode.A_B: it says nothing."],
    [
      "type Mutation { a: APayload } type APayload { errors: [AError!]! } type AError { code: String! }",
      "AError.code: it has to be AErrorCode!, an enum.",
    ],
    [
      "type Mutation { a: APayload } type APayload { errors: [AError!]! } type AError { message: String }",
      "AError.message: it has to be String!.",
    ],
  ])("is looked at: %s", (sdl, fault) => {
    expect(mutationsOf(`type Query { q: ID } ${sdl}`).flatMap(faultsOf).join("\n")).toContain(fault);
  });
});
