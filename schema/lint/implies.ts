import { isSatisfied, type Requirement } from "../../subgraphs/shared/permissions.ts";

/** Rules people write have a handful of alternatives; a product beyond this is refused rather than worked out. */
const MOST_WAYS = 512;

/** The door answers no request without a token, so every viewer has this. */
const EVERYBODY_HAS = "authenticated";

/**
 * True when everybody who satisfies `given` also satisfies `needed`. Grants are only ever asked to be there, never
 * to be absent, so it is enough to try each smallest set of grants that satisfies `given`. A requirement with too
 * many of them counts as implying nothing.
 */
export function implies(given: Requirement, needed: Requirement): boolean {
  const ways = waysToSatisfy(given);
  return ways !== null && ways.every((way) => isSatisfied(needed, new Set([...way, EVERYBODY_HAS])));
}

/** The alternatives of a requirement, each with everything it takes; null when there are too many to list. */
export function waysToSatisfy(requirement: Requirement): string[][] | null {
  let ways: string[][] = [[]];
  for (const clause of requirement) {
    const alternatives = clause.filter((all) => all.length > 0);
    if (ways.length * alternatives.length > MOST_WAYS) return null;
    ways = smallest(ways.flatMap((way) => alternatives.map((all) => [...new Set([...way, ...all])])));
  }
  return ways;
}

/** Without the ways that ask for all another one asks for, and for more. */
function smallest(ways: readonly string[][]): string[][] {
  const kept: string[][] = [];
  for (const way of [...ways].sort((one, other) => one.length - other.length)) {
    if (!kept.some((less) => less.every((grant) => way.includes(grant)))) kept.push(way);
  }
  return kept;
}
