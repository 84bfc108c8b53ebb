import {
  type ArgumentNode,
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parseType,
  TypeInfo,
  valueFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { isConnection, isCursorInput } from "../../subgraphs/shared/connections.ts";
import type { CursorSealer } from "../../subgraphs/shared/sealed-cursors.ts";
import type { Variables } from "./variables.ts";

/** An operation whose cursors departments get as they made them. */
export interface CursorArguments {
  /** Each cursor in it is a variable of its own. */
  readonly definition: OperationDefinitionNode;
  /** Adds those variables. What is no cursor of this viewer and list reaches the department as one that is none. */
  readonly open: (variables: Variables, sealer: CursorSealer) => Variables;
}

interface Slot {
  readonly name: string;
  readonly type: GraphQLInputType;
  /** The argument's name. */
  readonly argument: string;
  /** Where the field may stand: on an interface, cursors of each implementer's list are taken. */
  readonly lists: readonly string[];
  /** What the client has written: a variable of the client's, or a value. */
  readonly given: { readonly variable: string } | { readonly value: unknown };
}

/** The name of a list in its cursors. */
export function listOf(type: string, field: string): string {
  return `${type}.${field}`;
}

// No department has ever made it: each answers as it does to any wrong cursor, and the other fields stand.
const NO_CURSOR = "-";

const PREFIX = "cursor_";

/**
 * Takes the cursors out of an operation: those of variables, of values written in place and of inputs that hold them. A
 * client's variable may stand at several lists, and for something else beside, so each place gets a variable of its own.
 */
export function takeCursors(definition: OperationDefinitionNode, schema: GraphQLSchema): CursorArguments {
  const slots: Slot[] = [];
  const own = new Set((definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value));
  const add = (type: GraphQLInputType, slot: Omit<Slot, "name" | "type">): ValueNode => {
    let name = `${PREFIX}${slots.length}`;
    while (own.has(name)) name = `_${name}`;
    own.add(name);
    slots.push({ ...slot, name, type });
    return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } };
  };

  const replace = (node: ValueNode, name: string, type: GraphQLInputType, lists: readonly string[]): ValueNode => {
    if (node.kind === Kind.NULL || !holdsCursors(name, type)) return node;
    const slot = { argument: name, lists };
    if (node.kind === Kind.VARIABLE) return add(type, { ...slot, given: { variable: node.name.value } });
    const inner = getNullableType(type);
    if (node.kind === Kind.OBJECT && isInputObjectType(inner)) {
      const types = inner.getFields();
      const fields = node.fields.map((field) => {
        const fieldType = types[field.name.value]?.type;
        if (fieldType === undefined) return field;
        return { ...field, value: replace(field.value, field.name.value, fieldType, lists) };
      });
      return { ...node, fields };
    }
    if (node.kind === Kind.LIST && isListType(inner)) {
      return { ...node, values: node.values.map((value) => replace(value, name, inner.ofType, lists)) };
    }
    return add(type, { ...slot, given: { value: valueFromAST(node, type) } });
  };

  const types = new TypeInfo(schema);
  const visited = visit(
    definition,
    visitWithTypeInfo(types, {
      Argument(node): ArgumentNode | undefined {
        const field = types.getFieldDef();
        const parent = types.getParentType();
        const argument = types.getArgument();
        if (field == null || parent == null || argument == null || types.getDirective() != null) return undefined;
        if (!isConnection(getNamedType(field.type))) return undefined;
        const owners = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : [parent];
        const lists = owners.filter(isObjectType).map((owner: GraphQLObjectType) => listOf(owner.name, field.name));
        const value = replace(node.value, argument.name, argument.type, lists);
        return value === node.value ? undefined : { ...node, value };
      },
    }),
  );
  if (slots.length === 0) return { definition, open: (variables) => variables };
  const added = slots.map(({ name, type }): VariableDefinitionNode => ({
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: parseType(String(type)),
  }));
  return {
    definition: { ...visited, variableDefinitions: [...(visited.variableDefinitions ?? []), ...added] },
    open(variables, sealer) {
      const opened: Record<string, unknown> = { ...variables };
      for (const slot of slots) {
        const { given } = slot;
        const value = "variable" in given ? ownValue(variables, given.variable) : given.value;
        if (value !== undefined) opened[slot.name] = openValue(value, slot.argument, slot.type, slot.lists, sealer);
      }
      return opened;
    },
  };
}

function ownValue(variables: Variables, name: string): unknown {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function holdsCursors(name: string, type: GraphQLInputType, seen = new Set<string>()): boolean {
  const inner = getNamedType(type);
  if (!isInputObjectType(inner)) return isCursorInput(name, inner);
  if (seen.has(inner.name)) return false;
  seen.add(inner.name);
  return Object.values(inner.getFields()).some((field) => holdsCursors(field.name, field.type, seen));
}

function openValue(
  value: unknown,
  name: string,
  type: GraphQLInputType,
  lists: readonly string[],
  sealer: CursorSealer,
): unknown {
  if (value === null || value === undefined) return value;
  const inner = getNullableType(type);
  if (isListType(inner)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.map((item) => openValue(item, name, inner.ofType, lists, sealer));
  }
  if (isInputObjectType(inner)) {
    const fields = Object.entries(value as Record<string, unknown>).map(([key, part]) => {
      const field = inner.getFields()[key];
      return [key, field === undefined ? part : openValue(part, key, field.type, lists, sealer)] as const;
    });
    return Object.fromEntries(fields);
  }
  if (!isCursorInput(name, inner)) return value;
  for (const list of typeof value === "string" ? lists : []) {
    const opened = sealer.open(list, value as string);
    if (opened !== null) return opened;
  }
  return NO_CURSOR;
}
