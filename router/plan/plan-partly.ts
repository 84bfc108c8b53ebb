import type { UnplannedFields } from "./unplanned-fields.ts";

/** A plan of an operation without the fields at some places. */
export interface PartlyPlanned<Plan> {
  readonly plan: Plan;
  readonly unplanned: UnplannedFields;
}

/** A client's document must not keep the planner busy: what has not been tried by then is left out. */
const MOST_ATTEMPTS = 32;

/**
 * Finds a plan that leaves out as few of these places as it can tell, for an operation that has no plan with all of them:
 * halves are added to what is planned already, and halves of halves where one can't be. `attempt` gives null for what can't
 * be planned. Null when there is no plan without all of them either.
 */
export async function planPartly<Plan>(
  places: readonly string[],
  attempt: (without: UnplannedFields) => Promise<Plan | null>,
): Promise<PartlyPlanned<Plan> | null> {
  const unplanned = new Set(places);
  const base = places.length === 0 ? null : await attempt(unplanned);
  if (base === null) return null;
  let plan = base;
  let attempts = 1;
  const addHalves = async (group: readonly string[]): Promise<void> => {
    const middle = Math.ceil(group.length / 2);
    for (const half of [group.slice(0, middle), group.slice(middle)]) {
      if (half.length === 0 || half.length === group.length || attempts === MOST_ATTEMPTS) continue;
      attempts += 1;
      const wider = await attempt(new Set([...unplanned].filter((place) => !half.includes(place))));
      if (wider === null) await addHalves(half);
      else {
        plan = wider;
        for (const place of half) unplanned.delete(place);
      }
    }
  };
  await addHalves(places);
  return { plan, unplanned };
}
