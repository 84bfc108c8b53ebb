import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { implies } from "../../../schema/lint/implies.ts";
import type { Requirement } from "../../../subgraphs/shared/permissions.ts";

const GRANTS = ["scope:a", "scope:b", "scope:c", "policy:p", "policy:q"];

const requirement: fc.Arbitrary<Requirement> = fc.array(
  fc.array(fc.subarray([...GRANTS, "authenticated"], { maxLength: 3 }), { maxLength: 3 }),
  { maxLength: 3 },
);

/** What a requirement means, read off the sentence "every clause, by any one of its lists, all of its grants". */
function holds(asked: Requirement, grants: readonly string[]): boolean {
  for (const clause of asked) {
    let isMet = false;
    for (const all of clause) if (all.length > 0 && all.every((one) => grants.includes(one))) isMet = true;
    if (!isMet) return false;
  }
  return true;
}

const everySet = Array.from({ length: 2 ** GRANTS.length }, (_, bits) => [
  "authenticated",
  ...GRANTS.filter((_grant, at) => ((bits >> at) & 1) === 1),
]);

describe("implies", () => {
  test("says of any two requirements what trying every set of grants says", () => {
    let [followed, failed] = [0, 0];
    fc.assert(
      fc.property(requirement, requirement, (given, needed) => {
        const expected = everySet.every((grants) => !holds(given, grants) || holds(needed, grants));
        if (expected) followed += 1;
        else failed += 1;
        expect(implies(given, needed)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
    // Neither answer may have gone untried.
    expect(Math.min(followed, failed)).toBeGreaterThan(100);
  });

  test("gives up on a rule with thousands of alternatives, and lets it imply nothing", () => {
    const wide = Array.from({ length: 14 }, (_, at) => [[`scope:a${at}`], [`scope:b${at}`]]);
    expect(implies(wide, [])).toBe(false);
  });
});
