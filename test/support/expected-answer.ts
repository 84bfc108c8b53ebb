import {
  buildSchema,
  type DirectiveNode,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FieldNode,
  getNamedType,
  GraphQLBoolean,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromAST,
  type ValueNode,
} from "graphql";
import { readText } from "../repository/tree.ts";
import type { Asker, SdlRules } from "./sdl-rules.ts";
import { fieldsOfWorld, type RowViewer } from "./world-fields.ts";

export { ANY_TEXT } from "./world-fields.ts";

/** Whoever asks, as plain claims. */
export interface AskingViewer extends Asker, RowViewer {}

/** The clients' schema, with the way in that only departments have. */
export const fullSchema: GraphQLSchema = buildSchema(`${readText("schema/api.graphql")}
  scalar _Any
  union _Entity = Resident | Household | Area | ServiceCentre | Item | ItemBusiness
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`);

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Expected {
  /** Text that cannot be foretold, such as a cursor, is `ANY_TEXT`. */
  readonly data: unknown;
  /** `path code` of every error. */
  readonly errors: readonly string[];
  /** Ids of the people in the answer. */
  readonly people: ReadonlySet<string>;
}

/**
 * What a department itself must answer: graphql-js runs the operation over the world as plain objects, and each
 * field is permitted, masked or refused as the SDL says.
 */
export async function expectFromDepartment(
  question: Question,
  viewer: AskingViewer,
  rules: SdlRules,
  department: string,
): Promise<Expected> {
  const refuse = (code: string) => {
    throw new GraphQLError(code, { extensions: { code } });
  };
  const { result, people } = await run(question, viewer, rules, refuse, department);
  const errors = (result.errors ?? []).map((error) => `${(error.path ?? []).join(".")} ${codeOf(error)}`);
  return { data: result.data, errors: errors.sort(), people };
}

/** What the hub must answer: a refusal is told once for its query path, whether the object is there or not. */
export async function expectFromHub(question: Question, viewer: AskingViewer, rules: SdlRules): Promise<Expected> {
  const { result, people } = await run(question, viewer, rules, () => null, null);
  if (result.errors !== undefined) throw new Error(`not a good operation: ${result.errors.join("; ")}`);
  return { data: result.data, errors: refusalsIn(question, viewer, rules), people };
}

function codeOf(error: GraphQLError): string {
  const code = error.extensions["code"];
  if (typeof code !== "string") throw new Error(`not foreseen: ${error.message}`);
  return code;
}

async function run(
  { query, variables }: Question,
  viewer: AskingViewer,
  rules: SdlRules,
  refuse: (code: string) => null,
  department: string | null,
): Promise<{ result: ExecutionResult; people: ReadonlySet<string> }> {
  const people = new Set<string>();
  const fields = fieldsOfWorld(viewer, department, (type) => {
    const verdict = rules.verdictOfType(type, viewer);
    return verdict === "permitted" || verdict === "masked" ? null : verdict;
  });
  const resolve: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
    const type = info.parentType.name;
    const verdict = info.fieldName === "_entities" ? "permitted" : rules.verdictOf(type, info.fieldName, viewer);
    if (verdict === "PURPOSE_REQUIRED" || verdict === "UNAUTHORIZED_FIELD_OR_TYPE") return refuse(verdict);
    const value = fields(type, info.fieldName, source, args as Record<string, unknown>, verdict === "masked");
    const returned = getNamedType(info.returnType).name;
    if (ABOUT_PEOPLE.includes(returned)) for (const id of idsIn(value)) people.add(id);
    // A page of people is a look at all of them, whatever is selected of it, for who may have its rows.
    const row = ABOUT_PEOPLE.find((one) => returned === `${one}Connection`);
    const may = (name: string, below: string) => ["permitted", "masked"].includes(rules.verdictOf(name, below, viewer));
    if (row !== undefined && may(returned, "edges") && may(`${row}Edge`, "node") && may(row, "id")) {
      const { edges = [] } = (value ?? {}) as { edges?: { node: unknown }[] };
      for (const id of idsIn(edges.map(({ node }) => node))) people.add(id);
    }
    return value;
  };
  const result = await execute({
    schema: fullSchema,
    document: parsed(query),
    variableValues: variables,
    fieldResolver: resolve,
    typeResolver: (value) => (value as { __typename: string }).__typename,
  });
  return { result, people };
}

let lately: { query: string; document: DocumentNode } | undefined;

/** One operation is worked out for many viewers in turn, and walked several times for each. */
function parsed(query: string): DocumentNode {
  if (lately?.query !== query) lately = { query, document: parse(query) };
  return lately.document;
}

const ABOUT_PEOPLE = ["Resident", "Visit", "FollowUp"];

function idsIn(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => (one === null || one === undefined ? [] : [personIn(one as Record<string, string>)]));
}

/** Whom an object is, or is about. */
function personIn({ id = "", residentId = id }: Record<string, string>): string {
  return residentId;
}

/** Walks the operation itself: a refusal follows from it and the viewer, not from the data. */
function refusalsIn({ query, variables }: Question, viewer: AskingViewer, rules: SdlRules): string[] {
  const found = new Set<string>();
  walk(query, variables, (type, field, path) => {
    const verdict = rules.verdictOf(type, field.name.value, viewer);
    if (verdict === "permitted" || verdict === "masked") return true;
    found.add(`${path.join(".")} ${verdict}`);
    return false;
  });
  return [...found].sort();
}

/** The coordinates of masked fields; with `everSwitchedOn` also of those that `@include` and `@skip` leave out. */
export function masksIn(question: Question, viewer: AskingViewer, rules: SdlRules, everSwitchedOn = false): string[] {
  const { query, variables } = question;
  const found = new Set<string>();
  walk(query, everSwitchedOn ? null : variables, (type, field) => {
    const verdict = rules.verdictOf(type, field.name.value, viewer);
    if (verdict === "masked") found.add(`${type}.${field.name.value}`);
    return verdict === "permitted" || verdict === "masked";
  });
  return [...found].sort();
}

type Visit = (type: string, field: FieldNode, path: readonly string[]) => boolean;

/** Visits the fields that count, or all with variables null; the visitor says whether to go on below. */
function walk(query: string, variables: Question["variables"] | null, visit: Visit): void {
  const { definitions } = parsed(query);
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const below = (set: SelectionSetNode, typeName: string, path: readonly string[]): void => {
    for (const selection of set.selections) {
      if (variables !== null && !counts(selection.directives ?? [], variables)) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment !== undefined) below(fragment.selectionSet, fragment.typeCondition.name.value, path);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        below(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, path);
      } else if (!selection.name.value.startsWith("__")) {
        const here = [...path, selection.alias?.value ?? selection.name.value];
        const type = fullSchema.getType(typeName);
        const field = isObjectType(type) ? type.getFields()[selection.name.value] : undefined;
        if (field === undefined) throw new Error(`no field ${typeName}.${selection.name.value}`);
        if (visit(typeName, selection, here) && selection.selectionSet !== undefined) {
          below(selection.selectionSet, getNamedType(field.type).name, here);
        }
      }
    }
  };
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation !== undefined) below(operation.selectionSet, "Query", []);
}

function counts(directives: readonly DirectiveNode[], variables: Question["variables"]): boolean {
  const conditionOf = (name: string): ValueNode | undefined =>
    directives.find((one) => one.name.value === name)?.arguments?.[0]?.value;
  const [include, skip] = [conditionOf("include"), conditionOf("skip")];
  const isTrue = (value: ValueNode) => valueFromAST(value, GraphQLBoolean, variables) === true;
  return (include === undefined || isTrue(include)) && (skip === undefined || !isTrue(skip));
}
