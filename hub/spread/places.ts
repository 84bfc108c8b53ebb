import { distributionOf } from "./distribution.ts";
import type { SpreadTable } from "./read-catalogue.ts";

/** One table that is to lie on more machines than one. */
export interface PlacedTable {
  readonly name: string;
  /** What its rows are spread by; null for a table that is whole on every machine. */
  readonly column: string | null;
  /** The table whose rows its own lie with; null for the first of a group. */
  readonly beside: string | null;
}

/**
 * What is to be done with which table, in order: first what others may refer to on every machine, then each group. The first
 * of a group is the first by name of those without foreign keys.
 */
export function placesOf(tables: readonly SpreadTable[]): { spread: readonly PlacedTable[]; local: number } {
  const reference: PlacedTable[] = [];
  const distributed: PlacedTable[] = [];
  const firsts = new Map<string, string>();
  let local = 0;
  const inOrder = [...tables].sort((one, other) => one.foreignKeys.length - other.foreignKeys.length);
  for (const { name, neverNull } of inOrder) {
    const place = distributionOf(name, neverNull);
    if (place?.kind === "reference") reference.push({ name, column: null, beside: null });
    else if (place?.kind === "distributed") {
      const first = firsts.get(place.group);
      if (first === undefined) firsts.set(place.group, name);
      distributed.push({ name, column: place.column, beside: first ?? null });
    } else local += 1;
  }
  return { spread: [...reference, ...distributed], local };
}
