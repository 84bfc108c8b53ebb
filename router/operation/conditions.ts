import {
  type DirectiveNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { Variables } from "./variables.ts";

const CONDITIONS = new Set(["skip", "include"]);

/** The variables that `@skip` and `@include` of an operation look at, each once. */
export function conditionVariables(set: SelectionSetNode): readonly string[] {
  const found = set.selections.flatMap((selection): string[] => {
    const own = (selection.directives ?? []).flatMap((directive) => {
      const value = CONDITIONS.has(directive.name.value) ? conditionOf(directive) : undefined;
      return value?.kind === Kind.VARIABLE ? [value.name.value] : [];
    });
    const inner = "selectionSet" in selection ? selection.selectionSet : undefined;
    return inner === undefined ? own : [...own, ...conditionVariables(inner)];
  });
  return [...new Set(found)];
}

/**
 * The operation as it is for these variables: what is switched off is gone, and so are the switches. Everything
 * after this (permissions, plan, departments, answer) works on operations without conditions.
 */
export function settleConditions(definition: OperationDefinitionNode, variables: Variables): OperationDefinitionNode {
  return { ...definition, selectionSet: settle(definition.selectionSet, variables) };
}

function settle(set: SelectionSetNode, variables: Variables): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    const directives = selection.directives ?? [];
    if (!directives.every((directive) => isMet(directive, variables))) return [];
    const kept = { ...selection, directives: directives.filter(({ name }) => !CONDITIONS.has(name.value)) };
    if (kept.kind === Kind.FRAGMENT_SPREAD || kept.selectionSet === undefined) return [kept];
    const selectionSet = settle(kept.selectionSet, variables);
    // A fragment of which nothing is left asks for nothing; a field still asks whether its object is there.
    if (kept.kind === Kind.INLINE_FRAGMENT)
      return selectionSet.selections.length === 0 ? [] : [{ ...kept, selectionSet }];
    return [{ ...kept, selectionSet }];
  });
  return { kind: Kind.SELECTION_SET, selections };
}

function isMet(directive: DirectiveNode, variables: Variables): boolean {
  const name = directive.name.value;
  if (!CONDITIONS.has(name)) return true;
  const value = conditionOf(directive);
  const isTrue =
    value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
  return isTrue === (name === "include");
}

function conditionOf(directive: DirectiveNode) {
  return directive.arguments?.find((argument) => argument.name.value === "if")?.value;
}
