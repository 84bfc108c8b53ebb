import {
  coerceInputValue,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLInputType,
  type GraphQLSchema,
  getVariableValues,
  isInputType,
  isNonNullType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  parse,
  print,
  typeFromAST,
  TypeInfo,
  valueFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";

type Values = Readonly<Record<string, unknown>>;

/** A department's operation, ready to be run. */
export type RunOperation = (context: object, variables: Values) => ExecutionResult | Promise<ExecutionResult>;

/** Federation's scalar for any value at all: what is of this type is handed on as it is. */
const ANY = "_Any";
const CONDITION_TYPES = ["Boolean", "Boolean!"];
const CONDITIONS = new Set(["skip", "include"]);

/**
 * Compiles an operation. The compiler is fast and has rules of its own for values: it knows no defaults of input fields and
 * takes what is no list for none. So graphql-js itself reads variables and arguments, as it does for a department on another
 * host, and the compiled operation is given what came of it, in variables that are handed on as they are.
 */
export function compileOperation(schema: GraphQLSchema, text: string): RunOperation {
  const document = parse(text, { noLocation: true });
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const asWritten: RunOperation = (contextValue, variableValues) =>
    execute({ schema, document, contextValue, variableValues });
  if (definition === undefined || schema.getType(ANY) === undefined || hasConditionsAmongSpreads(document))
    return asWritten;
  const taken = takeArguments(document, schema);
  if (taken === null) return asWritten;
  const compiled = compileQuery(schema, taken.document, undefined, {
    // Values come typed from the database, and the router checks them again as it writes the answer.
    disableLeafSerialization: true,
    disablingCapturingStackErrors: true,
  });
  if (!isCompiledQuery(compiled)) return () => compiled;
  const definitions = definition.variableDefinitions ?? [];
  const readQuickly = variableReader(schema, definitions);
  return (context, variables) => {
    const read = readQuickly(variables);
    const { coerced, errors } = read === null ? getVariableValues(schema, definitions, variables) : { coerced: read };
    if (errors !== undefined) return { errors };
    const values = taken.valuesFor(coerced);
    // An argument that can't be read for these variables is one field's error, and graphql-js says which.
    return values === null ? asWritten(context, variables) : compiled.query(undefined, context, values);
  };
}

/**
 * Reads variables as graphql-js does, with their types looked up once. Null where one takes its default or is wrong:
 * graphql-js then reads them all.
 */
function variableReader(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (given: Values) => Record<string, unknown> | null {
  const known = definitions.map(({ variable, type, defaultValue }) => ({
    name: variable.name.value,
    type: typeFromAST(schema, type as NamedTypeNode),
    isOptional: type.kind !== Kind.NON_NULL_TYPE && defaultValue === undefined,
  }));
  return (given) => {
    const values: Record<string, unknown> = {};
    for (const { name, type, isOptional } of known) {
      if (!Object.hasOwn(given, name)) {
        if (!isOptional) return null;
        continue;
      }
      if (!isInputType(type)) return null;
      let faults = 0;
      values[name] = coerceInputValue(given[name], type, () => {
        faults += 1;
      });
      if (faults > 0) return null;
    }
    return values;
  };
}

/**
 * The compiler reads a fragment that is spread twice under the first one's condition alone, and leaves its fields out without
 * a sign. Only callers of a department that runs alone send both: the router has settled conditions before.
 */
function hasConditionsAmongSpreads(document: DocumentNode): boolean {
  let [conditions, spreads] = [0, 0];
  visit(document, {
    FragmentSpread() {
      spreads += 1;
    },
    Directive({ name }) {
      if (CONDITIONS.has(name.value)) conditions += 1;
    },
  });
  return conditions > 0 && spreads > 0;
}

interface Taken {
  /** Every argument in it is a variable of its own. */
  readonly document: DocumentNode;
  /** The arguments for coerced variables; null when one of them can't be read. */
  readonly valuesFor: (coerced: Values) => Values | null;
}

interface Argument {
  readonly name: string;
  readonly node: ValueNode;
  readonly type: GraphQLInputType;
}

/** Null when an argument is wrong whatever the variables are. */
function takeArguments(document: DocumentNode, schema: GraphQLSchema): Taken | null {
  const constants: Record<string, unknown> = {};
  const arguments_: Argument[] = [];
  const prefix = freePrefix(document);
  let count = 0;
  const wrong: ValueNode[] = [];
  const info = new TypeInfo(schema);
  const take = (node: ValueNode): ValueNode => {
    const type = info.getInputType();
    const name = `${prefix}${count}`;
    count += 1;
    const value = type == null || holdsVariable(node) ? undefined : valueFromAST(node, type);
    if (type == null || (value === undefined && !holdsVariable(node))) wrong.push(node);
    else if (value === undefined) arguments_.push({ name, node, type });
    else constants[name] = value;
    return variable(name);
  };
  const visited: DocumentNode = visit(
    document,
    visitWithTypeInfo(info, {
      Directive: () => false,
      VariableDefinition: () => false,
      Argument: (node) => ({ ...node, value: take(node.value) }),
    }),
  );
  if (wrong.length > 0) return null;
  const names = Array.from({ length: count }, (_one, at) => `${prefix}${at}`);
  const definitions = visited.definitions.map((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? withVariables(node, names) : node,
  );
  return {
    document: { ...visited, definitions },
    valuesFor(coerced) {
      const values: Record<string, unknown> = { ...coerced, ...constants };
      for (const { name, node, type } of arguments_) {
        // One that is not given is left out, and the argument's own default stands.
        const isLeftOut = node.kind === Kind.VARIABLE && !Object.hasOwn(coerced, node.name.value);
        if (isLeftOut && !isNonNullType(type)) continue;
        const value = valueFromAST(node, type, coerced);
        if (value === undefined) return null;
        values[name] = value;
      }
      return values;
    },
  };
}

/** What none of the operation's own variables begins with. */
function freePrefix({ definitions }: DocumentNode): string {
  const own = definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? (node.variableDefinitions ?? []).map((one) => one.variable.name.value)
      : [],
  );
  let prefix = "argument";
  while (own.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return prefix;
}

/** The operation's own variables stay where they may be conditions; those that its arguments have become are added. */
function withVariables(node: OperationDefinitionNode, names: readonly string[]): OperationDefinitionNode {
  const conditions = (node.variableDefinitions ?? []).filter(({ type }) => CONDITION_TYPES.includes(print(type)));
  return { ...node, variableDefinitions: [...conditions, ...names.map(anyVariable)] };
}

function anyVariable(name: string): VariableDefinitionNode {
  const type = { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: ANY } };
  return { kind: Kind.VARIABLE_DEFINITION, variable: variable(name), type };
}

function variable(name: string) {
  return { kind: Kind.VARIABLE as const, name: { kind: Kind.NAME as const, value: name } };
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  return node.kind === Kind.OBJECT && node.fields.some(({ value }) => holdsVariable(value));
}
