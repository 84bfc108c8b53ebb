import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { parseOlderRoles } from "../../../cli/commands/check/older-roles.ts";
import { readAccessGraph } from "../../../schema/access/access-graph.ts";
import { findWidenings } from "../../../schema/access/widenings.ts";
import {
  COORDINATES,
  RANDOM_POLICIES,
  RANDOM_SCOPES,
  type RandomGraph,
  randomGraph,
  seen,
  supergraphOf,
} from "../../support/random-rules.ts";
import { allRoles, allScopes } from "../../support/sdl-rules.ts";

type RandomRoles = Readonly<Record<string, readonly string[]>>;

const scopes = fc.subarray(RANDOM_SCOPES);
const randomRoles: fc.Arbitrary<RandomRoles> = fc.record({
  window_clerk: scopes,
  analyst: scopes,
  department_officer: scopes,
});

const fileOf = (roles: RandomRoles) =>
  parseOlderRoles(
    stringify({
      version: 1,
      roles: Object.fromEntries(
        Object.entries(roles).map(([name, held]) => [
          name,
          { title: name, scopes: held, ...(name === "department_officer" ? { ownDepartment: true } : {}) },
        ]),
      ),
    }),
    "roles.yaml",
  );

// Roles the random file does not name hold nothing, and still see what asks for nothing.
const AUDIENCES: readonly (readonly [string, string | null])[] = [
  ...allRoles.map((role) => [role, null] as const),
  ["department_officer", "population"],
  ["department_officer", "civil-affairs"],
];

const CASES = [[], ["purpose"], ["on-duty"], RANDOM_POLICIES];

/** Every audience asks for every field under every mixture of policies, before and after. */
function widened(before: [RandomGraph, RandomRoles], after: [RandomGraph, RandomRoles]): string[] {
  const levels = ["refused", "masked", "value"];
  const levelOf = (access: string) => (levels.includes(access) ? levels.indexOf(access) : 1);
  return COORDINATES.flatMap((coordinate) =>
    AUDIENCES.filter(([role, department]) => {
      const own = allScopes.filter((scope) => scope.startsWith(`${department ?? "-"}:`));
      // An officer whose role holds the department's scopes anyway is no audience apart.
      const isApart = [before, after].some(([, roles]) => own.some((scope) => !(roles[role] ?? []).includes(scope)));
      if (department !== null && !isApart) return false;
      return CASES.some((policies) => {
        const look = ([graph, roles]: [RandomGraph, RandomRoles]) => {
          return seen(graph, coordinate, [...(roles[role] ?? []), ...own], policies);
        };
        const [old, now] = [look(before), look(after)];
        return levelOf(now) > levelOf(old) || (levelOf(now) === 1 && levelOf(old) === 1 && now !== old);
      });
    }).map(([role, department]) => `${coordinate} ${role} ${department ?? ""}`),
  ).sort();
}

describe("findWidenings", () => {
  test("finds exactly what asking for everything as everybody finds", () => {
    let [wider, same] = [0, 0];
    const change = fc.oneof(
      fc.tuple(randomGraph, randomRoles, randomGraph, randomRoles),
      // Mostly the same before and after: real changes are small.
      fc.tuple(randomGraph, randomRoles, randomRoles).map(([graph, old, now]) => [graph, old, graph, now] as const),
      fc
        .tuple(randomGraph, randomGraph, randomRoles)
        .map(([old, now, roles]) => [old, roles, { ...now, types: old.types }, roles] as const),
      fc.tuple(randomGraph, randomRoles).map(([graph, roles]) => [graph, roles, graph, roles] as const),
    );
    fc.assert(
      fc.property(change, ([oldGraph, oldRoles, graph, roles]) => {
        const expected = widened([oldGraph, oldRoles], [graph, roles]);
        if (expected.length > 0) wider += 1;
        else same += 1;
        const found = findWidenings(
          { graph: readAccessGraph(supergraphOf(oldGraph)), roles: fileOf(oldRoles) },
          { graph: readAccessGraph(supergraphOf(graph)), roles: fileOf(roles) },
        );
        const named = found.flatMap(({ coordinate, audiences }) =>
          audiences.map(({ role, department }) => `${coordinate} ${role} ${department ?? ""}`),
        );
        expect(named.sort().join("\n")).toBe(expected.join("\n"));
      }),
      { numRuns: 100 },
    );
    expect(Math.min(wider, same)).toBeGreaterThan(10);
  }, 60_000);
});
