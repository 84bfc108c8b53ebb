import { Kind, type SelectionSetNode } from "graphql";
import type { Outline } from "./measure-document.ts";

/**
 * How many pairs of fields share a response key in one place. Validation compares the two of each pair, down to
 * their own fields, so a document a thousand fields long can ask for half a million comparisons. Writes the
 * fragments out: only for documents whose size is known to be within limits.
 */
export function countComparisons({ fragments, roots }: Outline): number {
  const collect = (set: SelectionSetNode, into: Map<string, Place>): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet, into);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet, into);
      } else {
        const key = selection.alias?.value ?? selection.name.value;
        const place = into.get(key) ?? { fields: 0, sets: [] };
        into.set(key, place);
        place.fields += 1;
        if (selection.selectionSet !== undefined) place.sets.push(selection.selectionSet);
      }
    }
  };
  const pairsIn = (sets: readonly SelectionSetNode[]): number => {
    const places = new Map<string, Place>();
    for (const set of sets) collect(set, places);
    let pairs = 0;
    for (const { fields, sets: inner } of places.values()) pairs += (fields * (fields - 1)) / 2 + pairsIn(inner);
    return pairs;
  };
  return roots.reduce((sum, root) => sum + pairsIn([root.selectionSet]), 0);
}

/** The fields of one response key that will be merged into one. */
interface Place {
  fields: number;
  readonly sets: SelectionSetNode[];
}
