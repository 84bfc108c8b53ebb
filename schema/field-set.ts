import { Kind, parse, type SelectionSetNode } from "graphql";

/** Reads a field set, `id holder { name }`, as keys, `@requires` and `@provides` have them. */
export function parseFieldSet(fieldSet: string): SelectionSetNode {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("what is no field set was given as one");
  return definition.selectionSet;
}

/** The fields of the type itself, without what is inside their braces. */
export function ownFieldsIn(set: SelectionSetNode): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? ownFieldsIn(selection.selectionSet) : [];
  });
}
