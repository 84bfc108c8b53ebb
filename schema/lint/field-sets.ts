import { Kind, type SelectionSetNode } from "graphql";
import { parseFieldSet } from "../field-set.ts";
import type { Graph, GraphField } from "./graph.ts";

/** Every field a field set (`id holder { name }`) selects on a type, at whatever depth. */
export function fieldsSelected(graph: Graph, type: string, fieldSet: string): GraphField[] {
  return walk(graph, type, parseFieldSet(fieldSet));
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
