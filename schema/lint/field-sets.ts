import { Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from "graphql";
import type { Graph, GraphField } from "./graph.ts";

/** Every field a field set (`id holder { name }`) selects on a type, at whatever depth. */
export function fieldsSelected(graph: Graph, type: string, fieldSet: string): GraphField[] {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  return walk(graph, type, (definition as OperationDefinitionNode).selectionSet);
}

function walk(graph: Graph, type: string, set: SelectionSetNode): GraphField[] {
  return set.selections.flatMap((selection): GraphField[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return walk(graph, selection.typeCondition?.name.value ?? type, selection.selectionSet);
    }
    if (selection.kind !== Kind.FIELD) return [];
    const field = graph.find(type, selection.name.value);
    if (field === undefined) return [];
    const inner = selection.selectionSet === undefined ? [] : walk(graph, field.result, selection.selectionSet);
    return [field, ...inner];
  });
}
