import {
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from "graphql";
import type { Clause } from "../../subgraphs/shared/permissions.ts";
import { type Annotated, directivesNamed, textOf } from "../directives.ts";
import { membersOf } from "../members-of.ts";
import { readRules, type Rules } from "../rules.ts";

export type CompositeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export interface GraphField {
  readonly coordinate: string;
  readonly type: CompositeNode;
  readonly node: FieldDefinitionNode;
  /** Name of the type it gives, without lists and exclamation marks. */
  readonly result: string;
  /** False for what clients can't ask for (`@inaccessible`). */
  readonly isVisible: boolean;
}

/** A supergraph or one department's SDL, in the form lint rules look at. */
export interface Graph {
  readonly definitions: readonly DefinitionNode[];
  readonly fields: readonly GraphField[];
  readonly inputs: ReadonlyMap<string, InputObjectTypeDefinitionNode>;
  readonly enums: ReadonlyMap<string, EnumTypeDefinitionNode>;
  readonly schema: GraphQLSchema;
  readonly rules: Rules;
  find(type: string, field: string): GraphField | undefined;
  /** The object types a value of the type can have. */
  membersOf(type: string): readonly string[];
}

/** Reads a document whose types are each defined once. `schema` is what clients see of it. */
export function readGraph(document: DocumentNode, schema: GraphQLSchema): Graph {
  const { definitions } = document;
  const fields = definitions.filter(isComposite).flatMap((type) => fieldsOf(type, schema));
  const byCoordinate = new Map(fields.map((field) => [field.coordinate, field]));
  const named = <Node extends DefinitionNode & { name: { value: string } }>(nodes: readonly Node[]) =>
    new Map(nodes.map((node) => [node.name.value, node]));
  return {
    definitions,
    fields,
    inputs: named(definitions.filter((node) => node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)),
    enums: named(definitions.filter((node) => node.kind === Kind.ENUM_TYPE_DEFINITION)),
    schema,
    rules: readRules(document, schema),
    find: (type, field) => byCoordinate.get(`${type}.${field}`),
    membersOf: (type) => (isCompositeType(schema.getType(type)) ? membersOf(type, schema) : []),
  };
}

export function isComposite(node: DefinitionNode): node is CompositeNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function fieldsOf(type: CompositeNode, schema: GraphQLSchema): GraphField[] {
  const seen = schema.getType(type.name.value);
  const visible = isObjectType(seen) || isInterfaceType(seen) ? seen.getFields() : {};
  return (type.fields ?? []).map((node) => ({
    coordinate: `${type.name.value}.${node.name.value}`,
    type,
    node,
    result: namedType(node.type),
    isVisible: Object.hasOwn(visible, node.name.value),
  }));
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Says why it is open, in words. */
export function isPublic(node: Annotated): boolean {
  return directivesNamed(node, "public").some((directive) => textOf(directive, "reason").trim() !== "");
}

export function isMasked({ node }: GraphField): boolean {
  return directivesNamed(node, "mask").length > 0;
}

/** What lifts a field's mask; nothing does when the directive can't be read. */
export function unmaskClause(rules: Rules, { type, node }: GraphField): Clause[] {
  try {
    const mask = rules.maskOf(type.name.value, node.name.value);
    return mask === null ? [] : [[[mask.unless]]];
  } catch {
    return [[]];
  }
}
