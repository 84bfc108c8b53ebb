import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planPartly } from "../../../router/plan/plan-partly.ts";

/** A planner that has a plan exactly when none of these groups is asked for whole. */
function plannerWithout(groups: readonly (readonly string[])[], places: readonly string[]) {
  const attempts: string[][] = [];
  const canPlan = (without: ReadonlySet<string>) => groups.every((group) => group.some((place) => without.has(place)));
  return {
    attempts,
    canPlan,
    attempt: async (without: ReadonlySet<string>) => {
      const asked = places.filter((place) => !without.has(place));
      attempts.push(asked);
      return canPlan(without) ? asked : null;
    },
  };
}

const named = (count: number) => Array.from({ length: count }, (_one, at) => `place ${at}`);

describe("planPartly", () => {
  test("leaves out exactly what can't be planned", async () => {
    const places = fc.integer({ min: 1, max: 8 }).map(named);
    const cases = places.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all, { minLength: 1 })));
    await fc.assert(
      fc.asyncProperty(cases, async ([all, bad]) => {
        const planner = plannerWithout(
          bad.map((one) => [one]),
          all,
        );
        const found = await planPartly(all, planner.attempt);
        expect([...(found?.unplanned ?? [])].sort()).toEqual([...bad].sort());
        expect(found?.plan).toEqual(all.filter((place) => !bad.includes(place)));
      }),
    );
  });

  test("gives a plan that there is, whatever can't be planned together", async () => {
    const places = named(6);
    const groups = fc.array(fc.subarray(places, { minLength: 1 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(groups, async (given) => {
        const { attempt, canPlan } = plannerWithout(given, places);
        const found = await planPartly(places, attempt);
        expect(found).not.toBeNull();
        expect(canPlan(found?.unplanned ?? new Set())).toBe(true);
        // Nothing more could be added alone.
        for (const place of found?.unplanned ?? []) {
          const one = new Set([...(found?.unplanned ?? [])].filter((other) => other !== place));
          expect(canPlan(one)).toBe(false);
        }
      }),
    );
  });

  test("does not keep the planner busy: what has not been tried is left out", async () => {
    const places = named(1_000);
    const planner = plannerWithout(
      places.filter((_one, at) => at % 3 === 0).map((one) => [one]),
      places,
    );
    const found = await planPartly(places, planner.attempt);
    expect(planner.attempts.length).toBeLessThanOrEqual(32);
    expect(planner.canPlan(found?.unplanned ?? new Set())).toBe(true);
  });

  test("gives nothing where there is nothing to leave out, or nothing helps", async () => {
    expect(await planPartly([], async () => [])).toBeNull();
    expect(await planPartly(["a"], async () => null)).toBeNull();
  });

  test("goes on with no other failure than that there is no plan", async () => {
    const attempt = async () => Promise.reject(new Error("the planner is away"));
    await expect(planPartly(["a"], attempt)).rejects.toThrow("away");
  });
});
