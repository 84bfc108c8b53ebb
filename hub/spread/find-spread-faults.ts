import { type Distribution, distributionOf } from "./distribution.ts";
import type { SpreadTable } from "./read-catalogue.ts";

/** Why these tables could not be spread over machines, a sentence for each reason. Empty where they can. */
export function findSpreadFaults(tables: readonly SpreadTable[]): string[] {
  const places = new Map(tables.map((table) => [table.name, distributionOf(table.name, table.neverNull)]));
  return tables.flatMap((table) => {
    const place = places.get(table.name) ?? null;
    if (place === null) {
      return [`${table.name} has no resident_id that is never null, and hub/spread/distribution.ts does not place it.`];
    }
    const faults = foreignKeyFaults(table, place, (name) => places.get(name) ?? null);
    if (place.kind !== "local" && table.triggers.length > 0) {
      faults.push(`${table.name} has a trigger, ${table.triggers.join(", ")}: let whoever writes do what it does.`);
    }
    return place.kind === "distributed" ? [...faults, ...rowFaults(table, place.column)] : faults;
  });
}

function rowFaults({ name, neverNull, uniques, policies }: SpreadTable, column: string): string[] {
  const faults: string[] = [];
  if (!neverNull.includes(column)) faults.push(`${name} is spread by ${column}, which may be null.`);
  for (const { name: index, columns } of uniques) {
    if (columns.includes(column)) continue;
    faults.push(`${index} is unique over all of ${name}: add ${column}, or keep the rule in a local table.`);
  }
  for (const { name: policy, hasSubQuery, readingFunctions } of policies) {
    if (hasSubQuery) faults.push(`The policy ${policy} of ${name} has a sub-query: ask plain functions.`);
    if (readingFunctions.length > 0) {
      faults.push(`The policy ${policy} of ${name} may read a table in ${readingFunctions.join(", ")}.`);
    }
  }
  return faults;
}

function foreignKeyFaults(
  { name, foreignKeys }: SpreadTable,
  place: Distribution,
  placeOf: (table: string) => Distribution | null,
): string[] {
  return foreignKeys
    .filter(({ to, columns }) => {
      const target = placeOf(to);
      if (target?.kind === "reference") return false;
      if (place.kind !== "distributed") return !(place.kind === "local" && target?.kind === "local");
      if (target?.kind !== "distributed" || target.group !== place.group) return true;
      return !columns.some((pair) => pair.from === place.column && pair.to === target.column);
    })
    .map(({ name: key, to }) => `The foreign key ${key} of ${name} leads out of its group, to ${to}.`);
}
