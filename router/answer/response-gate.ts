import {
  type FieldNode,
  getNamedType,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { Rules } from "../../schema/rules.ts";
import { isConnection, isCursorField } from "../../subgraphs/shared/connections.ts";
import type { CursorSealer } from "../../subgraphs/shared/sealed-cursors.ts";
import { LISTED_KEY, sourceKeyOf, SUBJECT_KEY } from "../departments/data-keys.ts";
import { type Fields, isFields } from "../departments/fields.ts";
import { listOf } from "../operation/cursor-arguments.ts";
import type { Authorized } from "../permissions/authorize.ts";
import { placeOf, type UnplannedFields } from "../plan/unplanned-fields.ts";
import { leafWriter } from "./leaf-writers.ts";

/** What writing one answer finds out and needs. */
export interface WriteState {
  /** Ids of the people in the answer, for the access record. */
  readonly subjects: Set<string>;
  /** Cursors leave sealed for the viewer. */
  readonly cursors: CursorSealer;
  /** Results of `__schema` and `__type`, by response key. */
  readonly introspection: Fields;
  /** Query paths of fields that the planner can't plan, by their places. */
  readonly unplanned: Map<string, readonly string[]>;
  /** Query paths where a value was missing or of the wrong type although the schema promises one. */
  readonly broken: Set<readonly string[]>;
}

/** Writes a value as JSON; undefined where null is not allowed, so that the parent becomes null instead. */
type Writer = (value: unknown, state: WriteState) => string | undefined;

interface Context {
  readonly schema: GraphQLSchema;
  readonly rules: Rules;
  readonly authorized: Authorized;
  readonly grants: ReadonlySet<string>;
  readonly unplanned: UnplannedFields;
  /** Response keys from the root to here. */
  readonly path: readonly string[];
  /** The list whose page this is a part of; empty elsewhere, where a cursor leads nowhere. */
  readonly list: string;
}

/**
 * Compiles the response gate: the only way data leaves. It writes exactly what the client asked for and the
 * authorization left, each value checked against its type, and nothing else a department may have sent.
 */
export function compileProjection(
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  rules: Rules,
  authorized: Authorized,
  grants: ReadonlySet<string>,
  unplanned: UnplannedFields = new Set(),
): Writer {
  const root = schema.getRootType(definition.operation);
  if (!root) throw new Error(`no ${definition.operation} type`);
  const context = { schema, rules, authorized, grants, unplanned, path: [], list: "" };
  return compileObject(root, [definition.selectionSet], context);
}

function compileOutput(type: GraphQLOutputType, selected: readonly SelectionSetNode[], context: Context): Writer {
  if (isNonNullType(type)) {
    const write = compileOutput(type.ofType, selected, context);
    return (value, state) => {
      const text = write(value, state);
      if (text !== "null") return text;
      broken(state, context);
      return undefined;
    };
  }
  if (isListType(type)) return compileList(compileOutput(type.ofType, selected, context), context);
  if (isLeafType(type)) {
    const write = leafWriter(type);
    return nullable((value, state) => write(value) ?? broken(state, context));
  }
  if (isObjectType(type)) return nullable(compileObject(type, selected, context));
  return nullable(compileAbstract(type, selected, context));
}

function nullable(write: Writer): Writer {
  return (value, state) => (value === null || value === undefined ? "null" : (write(value, state) ?? "null"));
}

function compileList(write: Writer, context: Context): Writer {
  return nullable((value, state) => {
    if (!Array.isArray(value)) return broken(state, context);
    let text = "[";
    for (let at = 0; at < value.length; at += 1) {
      const item = write(value[at], state);
      if (item === undefined) return undefined;
      text += at === 0 ? item : `,${item}`;
    }
    return `${text}]`;
  });
}

/** Picks the writer of the object's own type; its rule is checked here, where the type is first known. */
function compileAbstract(type: GraphQLCompositeType, selected: readonly SelectionSetNode[], context: Context): Writer {
  if (!isAbstractType(type)) throw new Error(`${type.name} is not abstract`);
  const writers = new Map<string, Writer>();
  for (const member of context.schema.getPossibleTypes(type)) {
    writers.set(member.name, compileObject(member, selected, context));
  }
  // A department that serves the interface itself may name it, or name nothing; its fields can be written all the same.
  const unnamed = tellsTypesApart(type, selected, context)
    ? (_: unknown, state: WriteState) => broken(state, context)
    : compileFields(type, selected, context);
  return (value, state) => {
    if (!isFields(value)) return broken(state, context);
    const typename = value["__typename"];
    if (typename === undefined || typename === type.name) return unnamed(value, state);
    const write = typeof typename === "string" ? writers.get(typename) : undefined;
    return write === undefined ? broken(state, context) : write(value, state);
  };
}

/** True when what is to be written depends on the type of the object. */
function tellsTypesApart(type: GraphQLAbstractType, selected: readonly SelectionSetNode[], context: Context): boolean {
  const own = [...collect(type, selected, context).values()].flat();
  if (own.some((field) => field.name.value === "__typename") || (isUnionType(type) && own.length > 0)) return true;
  return context.schema
    .getPossibleTypes(type)
    .some((member) => [...collect(member, selected, context).values()].flat().length > own.length);
}

function compileObject(type: GraphQLObjectType, selected: readonly SelectionSetNode[], context: Context): Writer {
  if (!context.rules.permitsType(type.name, context.grants)) return () => "null";
  const write = withListed(type, selected, compileFields(type, selected, context), context);
  const isAboutPeople = context.rules.peopleKeyOf(type.name) !== null;
  if (!isAboutPeople && !context.rules.isPerson(type.name)) return write;
  return (value, state) => {
    const found = isFields(value) ? value[SUBJECT_KEY] : undefined;
    const subjects = isAboutPeople ? found : [found];
    // Nobody is shown who cannot be entered in the access record.
    if (!isListOfTexts(subjects)) return broken(state, context);
    for (const subject of subjects) state.subjects.add(subject);
    return write(value, state);
  };
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** Enters the people of a page that was asked for without them. */
function withListed(
  type: GraphQLObjectType,
  selected: readonly SelectionSetNode[],
  write: Writer,
  context: Context,
): Writer {
  const isListed = selected.some((set) => context.authorized.listed.has(set));
  if (!isListed || !context.rules.listsPeople(type.name)) return write;
  return (value, state) => {
    const edges = isFields(value) ? value[LISTED_KEY] : undefined;
    if (!Array.isArray(edges)) return broken(state, context);
    for (const edge of edges as unknown[]) {
      const node = isFields(edge) ? edge["node"] : null;
      const subject = isFields(node) ? node[SUBJECT_KEY] : undefined;
      if (typeof subject === "string") state.subjects.add(subject);
      // A row that is no person names nobody; one that was kept back is not told of either.
      else if (isFields(node) && context.rules.isPerson(String(node["__typename"]))) return broken(state, context);
    }
    return write(value, state);
  };
}

/** A value that does not fit the schema becomes null, with one error for its query path. */
function broken(state: WriteState, { path }: Context): "null" {
  state.broken.add(path);
  return "null";
}

interface CompiledField {
  readonly sourceKey: string;
  readonly prefix: string;
  readonly write: Writer;
}

function compileFields(type: GraphQLCompositeType, selected: readonly SelectionSetNode[], context: Context): Writer {
  const fields = [...collect(type, selected, context)].map(([key, group]) => compileField(type, key, group, context));
  return (value, state) => {
    if (!isFields(value)) return broken(state, context);
    let text = "";
    for (const field of fields) {
      const written = field.write(value[field.sourceKey], state);
      if (written === undefined) return undefined;
      text += text === "" ? field.prefix + written : `,${field.prefix}${written}`;
    }
    return `{${text}}`;
  };
}

/** The fields of an object type in the order of the operation, as graphql-js collects them. */
function collect(
  type: GraphQLCompositeType,
  selected: readonly SelectionSetNode[],
  context: Context,
  into = new Map<string, FieldNode[]>(),
): Map<string, FieldNode[]> {
  for (const selection of selected.flatMap((set) => set.selections)) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      into.set(key, [...(into.get(key) ?? []), selection]);
    } else if (selection.kind === Kind.INLINE_FRAGMENT && applies(selection.typeCondition?.name.value, type, context)) {
      collect(type, [selection.selectionSet], context, into);
    }
  }
  return into;
}

/** True when the fragment counts for whatever the object turns out to be. */
function applies(condition: string | undefined, type: GraphQLCompositeType, { schema }: Context): boolean {
  if (condition === undefined || condition === type.name) return true;
  const definition = schema.getType(condition);
  if (!isAbstractType(definition)) return false;
  const members = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return members.every((member) => schema.isSubType(definition, member));
}

function compileField(
  type: GraphQLCompositeType,
  key: string,
  group: readonly FieldNode[],
  context: Context,
): CompiledField {
  const [first] = group;
  return {
    sourceKey: first === undefined ? key : sourceKeyOf(first, context.schema),
    prefix: `${JSON.stringify(key)}:`,
    write: compileValue(type, key, group, { ...context, path: [...context.path, key] }),
  };
}

function compileValue(type: GraphQLCompositeType, key: string, group: readonly FieldNode[], context: Context): Writer {
  const name = group[0]?.name.value ?? "";
  if (name === "__typename") {
    const typename = JSON.stringify(type.name);
    return () => typename;
  }
  if (name === "__schema" || name === "__type")
    return (_value, state) => JSON.stringify(state.introspection[key] ?? null);
  const field = "getFields" in type ? type.getFields()[name] : undefined;
  if (field === undefined) return () => "null";
  const permitted = group.filter((node) => !context.authorized.denied.has(node));
  const missing = isNonNullType(field.type) ? undefined : "null";
  if (permitted.length === 0) return () => missing;
  const place = placeOf(context.path, name);
  if (context.unplanned.has(place)) {
    return (_value, state) => {
      state.unplanned.set(place, context.path);
      return missing;
    };
  }
  const selected = permitted.flatMap((node) => node.selectionSet ?? []);
  const inner = { ...context, list: listIn(type, field.name, getNamedType(field.type), context) };
  if (isLeafType(getNamedType(field.type)) && isCursorField(type, name)) return compileCursor(field.type, inner);
  // Kept for its side of the contract: a leaf has no selection, a composite always has one.
  return isLeafType(getNamedType(field.type)) || selected.length > 0
    ? compileOutput(field.type, selected, inner)
    : () => "null";
}

/** The list that what stands below a field belongs to. */
function listIn(type: GraphQLCompositeType, field: string, result: GraphQLNamedType, { list }: Context): string {
  if (isConnection(result)) return listOf(type.name, field);
  return isConnection(type) || isLeafType(result) ? list : "";
}

function compileCursor(type: GraphQLOutputType, context: Context): Writer {
  if (isNonNullType(type)) {
    const write = compileCursor(type.ofType, context);
    return (value, state) => {
      const text = write(value, state);
      if (text !== "null") return text;
      broken(state, context);
      return undefined;
    };
  }
  const { list } = context;
  return nullable((value, state) =>
    typeof value === "string" ? JSON.stringify(state.cursors.seal(list, value)) : broken(state, context),
  );
}
