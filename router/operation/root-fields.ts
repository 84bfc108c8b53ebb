import {
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** Root meta fields need no department: the projection writes them. */
export function withoutIntrospection(set: SelectionSetNode): SelectionSetNode {
  return keepFields(set, (field) => !field.startsWith("__"));
}

/** The `__schema` and `__type` part of an operation; null when there is none. */
export function introspectionOf(definition: OperationDefinitionNode): OperationDefinitionNode | null {
  const selectionSet = keepFields(definition.selectionSet, (field) => field === "__schema" || field === "__type");
  return selectionSet.selections.length === 0 ? null : { ...definition, selectionSet };
}

/** The response keys of root fields that may not be null. */
export function neverNullRootsOf(
  { operation, selectionSet }: OperationDefinitionNode,
  schema: GraphQLSchema,
): ReadonlySet<string> {
  const fields = schema.getRootType(operation)?.getFields() ?? {};
  const keysIn = (set: SelectionSetNode): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
      if (selection.kind === Kind.INLINE_FRAGMENT) return keysIn(selection.selectionSet);
      const { alias, name } = selection;
      return isNonNullType(fields[name.value]?.type) ? [(alias ?? name).value] : [];
    });
  return new Set(keysIn(selectionSet));
}

/** Keeps the root fields that pass, with the fragments around them. */
function keepFields(set: SelectionSetNode, keep: (field: string) => boolean): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keep(selection.name.value) ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = keepFields(selection.selectionSet, keep);
    return inner.selections.length === 0 ? [] : [{ ...selection, selectionSet: inner }];
  });
  return { ...set, selections };
}
