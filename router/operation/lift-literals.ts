import {
  type ArgumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parseType,
  print,
  TypeInfo,
  type TypeNode,
  valueFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Variables } from "./variables.ts";

/** An operation without the values its author wrote into it, and those values. */
export interface Lifted {
  readonly definition: OperationDefinitionNode;
  readonly values: Variables;
}

/**
 * Makes variables of the values that stand in an operation's arguments. What plans it, or compiles the part of it that
 * a department is asked, sees its shape alone: what is kept ready for one client says nothing of the names and numbers
 * another one asked for (docs/adr/0053).
 */
export function liftLiterals(definition: OperationDefinitionNode, schema: GraphQLSchema): Lifted {
  const info = new TypeInfo(schema);
  const lift = new Lift(new Set((definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)));
  const lifted: OperationDefinitionNode = visit(
    definition,
    visitWithTypeInfo(info, {
      VariableDefinition: () => false,
      Directive: () => false,
      Argument: (node): ArgumentNode => {
        const type = info.getInputType();
        return type == null ? node : { ...node, value: lift.from(node.value, type) };
      },
    }),
  );
  if (lift.added.length === 0) return { definition, values: {} };
  const variableDefinitions = [...(lifted.variableDefinitions ?? []), ...lift.added];
  return { definition: { ...lifted, variableDefinitions }, values: lift.values };
}

class Lift {
  readonly values: Record<string, unknown> = {};
  readonly added: VariableDefinitionNode[] = [];
  private readonly taken: ReadonlySet<string>;
  private readonly known = new Map<string, ValueNode>();

  constructor(taken: ReadonlySet<string>) {
    this.taken = taken;
  }

  from(node: ValueNode, type: GraphQLInputType): ValueNode {
    if (!holdsVariable(node)) return this.whole(node, type);
    const inner = isNonNullType(type) ? type.ofType : type;
    if (node.kind === Kind.LIST && isListType(inner)) {
      return { ...node, values: node.values.map((value) => this.from(value, inner.ofType)) };
    }
    if (node.kind === Kind.OBJECT && isInputObjectType(inner)) {
      const fieldTypes = inner.getFields();
      const fields = node.fields.map((field) => {
        const of = fieldTypes[field.name.value]?.type;
        return of === undefined ? field : { ...field, value: this.from(field.value, of) };
      });
      return { ...node, fields };
    }
    return node;
  }

  /** Equal values of one type are one variable: fields asked for twice alike must stay alike. */
  private whole(node: ValueNode, type: GraphQLInputType): ValueNode {
    const key = `${String(type)} ${print(node)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const value = isExact(node) ? valueFromAST(node, type) : undefined;
    if (value === undefined) return node;
    const name = this.freeName();
    const variable = { kind: Kind.VARIABLE as const, name: { kind: Kind.NAME as const, value: name } };
    this.values[name] = value;
    this.added.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: typeNode(type), directives: [] });
    this.known.set(key, variable);
    return variable;
  }

  private freeName(): string {
    let at = this.added.length;
    while (this.taken.has(`literal${at}`) || Object.hasOwn(this.values, `literal${at}`)) at += 1;
    return `literal${at}`;
  }
}

function typeNode(type: GraphQLInputType): TypeNode {
  return parseType(String(type), { noLocation: true });
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  return node.kind === Kind.OBJECT && node.fields.some(({ value }) => holdsVariable(value));
}

/** False for numbers that JavaScript would round: the department reads them as they are written. */
function isExact(node: ValueNode): boolean {
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return String(Number(node.value)) === node.value;
  if (node.kind === Kind.LIST) return node.values.every(isExact);
  return node.kind !== Kind.OBJECT || node.fields.every(({ value }) => isExact(value));
}
