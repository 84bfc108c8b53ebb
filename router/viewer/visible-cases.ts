import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import { askDepartment } from "../departments/ask-department.ts";
import type { Transport } from "../departments/transport.ts";

const OPERATION = "query ($number: ID!) { isCaseInSight(number: $number) }";
const answerSchema = z.object({ isCaseInSight: z.boolean() });

// Each clerk of a province at work on one case.
const CASES_KEPT = 30_000;

/**
 * Asks Cases, for the viewer who names it, whether there is such a case in sight. Only a yes is kept, for this viewer and
 * a short while: a case that was opened a second ago is a purpose at once, and nobody learns from what others were told.
 * No answer, whatever the cause, is a no.
 */
export function createVisibleCases(cases: Transport | undefined, keptMs: number) {
  const seen = new LRUCache<string, true>({ max: CASES_KEPT, ttl: keptMs });
  const asking = new Map<string, Promise<boolean>>();

  const ask = async (viewer: Viewer, number: string): Promise<boolean> => {
    const answer = await askDepartment(cases, { operation: OPERATION, variables: { number }, viewer }, answerSchema);
    return answer !== null && answer.isCaseInSight;
  };

  return (viewer: Viewer, number: string): boolean | Promise<boolean> => {
    // Everything that decides the answer is in the key, so that another token of the account finds nothing it may not.
    const key = `${viewer.shareKey}\n${viewer.id}\n${number}`;
    if (seen.has(key)) return true;
    const known = asking.get(key);
    if (known !== undefined) return known;
    const answer = ask(viewer, number)
      .then((isThere) => {
        if (isThere) seen.set(key, true);
        return isThere;
      })
      .finally(() => asking.delete(key));
    asking.set(key, answer);
    return answer;
  };
}
