import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  OperationTypeNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { typenameField } from "../../schema/typename-field.ts";
import type { Annotated } from "../../schema/directives.ts";
import { joinedTypes } from "../../schema/join.ts";
import { membersOf } from "../../schema/members-of.ts";

/**
 * An operation in the form the planner gets it, to be planned and run one after another. They mean the same
 * together, but the planner gets some forms wrong (docs/adr/0022): fragments that narrow nothing or can never
 * apply, objects told apart by type without asking for it, and mutations of more than one field.
 */
export function plannable(
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  interfaceObjects: ReadonlySet<string>,
  addedFields: ReadonlyMap<string, SelectionSetNode>,
): OperationDefinitionNode[] {
  const root = schema.getRootType(definition.operation);
  if (root == null) throw new Error(`no ${definition.operation} type`);
  const { selections } = new Plain(schema, interfaceObjects, addedFields).setOn(root, definition.selectionSet);
  const groups = definition.operation === OperationTypeNode.MUTATION ? byResponseKey(selections) : [selections];
  return groups.map((group) => ({ ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections: group } }));
}

/** Reads the interfaces of a supergraph that some subgraph has as an object. */
export function readInterfaceObjects(supergraph: DocumentNode): ReadonlySet<string> {
  const interfaces = supergraph.definitions.filter((node) => node.kind === Kind.INTERFACE_TYPE_DEFINITION);
  const isObjectSomewhere = (node: Annotated) => joinedTypes(node).some(({ isInterfaceObject }) => isInterfaceObject);
  return new Set(interfaces.filter(isObjectSomewhere).map((node) => node.name.value));
}

/** On an object type nothing but fields is left. */
function byResponseKey(selections: readonly SelectionNode[]): SelectionNode[][] {
  const groups = new Map<string, SelectionNode[]>();
  for (const selection of selections) {
    const key = selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : "";
    groups.set(key, [...(groups.get(key) ?? []), selection]);
  }
  return [...groups.values()];
}

class Plain {
  private readonly schema: GraphQLSchema;
  private readonly interfaceObjects: ReadonlySet<string>;

  private readonly addedFields: ReadonlyMap<string, SelectionSetNode>;

  constructor(
    schema: GraphQLSchema,
    interfaceObjects: ReadonlySet<string>,
    addedFields: ReadonlyMap<string, SelectionSetNode>,
  ) {
    this.schema = schema;
    this.addedFields = addedFields;
    this.interfaceObjects = interfaceObjects;
  }

  setOn(type: GraphQLCompositeType, set: SelectionSetNode): SelectionSetNode {
    return this.setOf(type, this.selectionsOn(type, set));
  }

  private setOf(type: GraphQLCompositeType, selections: SelectionNode[]): SelectionSetNode {
    const isTold = selections.some((selection) => selection.kind === Kind.INLINE_FRAGMENT);
    // A selection of nothing that can apply still asks whether the object is there.
    const needsType = selections.length === 0 || (isTold && this.interfaceObjects.has(type.name));
    return { kind: Kind.SELECTION_SET, selections: needsType ? [typenameField, ...selections] : selections };
  }

  private selectionsOn(type: GraphQLCompositeType, set: SelectionSetNode): SelectionNode[] {
    return set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) throw new Error("fragments are written out before");
      if (selection.kind === Kind.FIELD) return [this.field(type, selection), ...this.sourcesOf(type, selection)];
      const condition = selection.typeCondition?.name.value ?? type.name;
      return this.fragment(type, this.compositeType(condition), selection.selectionSet);
    });
  }

  /** The planner forgets them for fields that an `@interfaceObject` adds. The answer has what the client has asked for. */
  private sourcesOf(type: GraphQLCompositeType, { name }: FieldNode): readonly SelectionNode[] {
    const interfaces = "getInterfaces" in type ? type.getInterfaces() : [];
    return [type, ...interfaces].flatMap(
      (owner) => this.addedFields.get(`${owner.name}.${name.value}`)?.selections ?? [],
    );
  }

  private field(parent: GraphQLCompositeType, field: FieldNode): FieldNode {
    if (field.selectionSet === undefined) return field;
    const definition = "getFields" in parent ? parent.getFields()[field.name.value] : undefined;
    // Introspection: the planner does not get to see it.
    if (definition === undefined) return field;
    const type = this.compositeType(getNamedType(definition.type).name);
    return { ...field, selectionSet: this.setOn(type, field.selectionSet) };
  }

  private fragment(type: GraphQLCompositeType, on: GraphQLCompositeType, set: SelectionSetNode): SelectionNode[] {
    const members = this.membersOf(type);
    const common = this.membersOf(on).filter((member) => members.includes(member));
    if (common.length === members.length && this.hasFieldsOf(type, on)) return this.selectionsOn(type, set);
    if (common.length === this.membersOf(on).length) return this.narrowed(on, set);
    return common.flatMap((member) => this.narrowed(this.compositeType(member), set));
  }

  private narrowed(on: GraphQLCompositeType, set: SelectionSetNode): SelectionNode[] {
    const selections = this.selectionsOn(on, set);
    if (selections.length === 0) return [];
    const typeCondition = { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: on.name } };
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: this.setOf(on, selections) }];
  }

  /** True when whatever can be selected on the one can be selected on the other. */
  private hasFieldsOf(type: GraphQLCompositeType, on: GraphQLCompositeType): boolean {
    return (
      on === type || isUnionType(on) || (isAbstractType(on) && !isUnionType(type) && this.schema.isSubType(on, type))
    );
  }

  private membersOf({ name }: GraphQLCompositeType): string[] {
    return membersOf(name, this.schema);
  }

  private compositeType(name: string): GraphQLCompositeType {
    const type = this.schema.getType(name);
    if (!isCompositeType(type)) throw new Error(`${name} has no fields`);
    return type;
  }
}
