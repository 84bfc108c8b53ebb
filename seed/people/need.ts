import { type Random, weighted } from "../draw/random.ts";
import type { Village } from "../places/places.ts";
import type { HouseholdDraft } from "./households.ts";
import type { Need } from "./person.ts";

// Shares of households: 低保 a little over 1 %, more of it in towns; 特困 among old people alone.
const pickNeed = {
  URBAN: weighted<Need>([
    ["NONE", 982],
    ["MINIMUM_LIVING", 12],
    ["MINIMUM_LIVING_MARGIN", 6],
  ]),
  RURAL: weighted<Need>([
    ["NONE", 971],
    ["MINIMUM_LIVING", 20],
    ["MINIMUM_LIVING_MARGIN", 9],
  ]),
};
const pickNeedAlone = weighted<Need>([
  ["NONE", 943],
  ["MINIMUM_LIVING", 25],
  ["EXTREME_POVERTY", 24],
  ["MINIMUM_LIVING_MARGIN", 8],
]);

/** Whether a household is poor, and of which kind. */
export function draftNeed(random: Random, draft: HouseholdDraft, village: Village): Need {
  const need = (draft.isElderlyAlone ? pickNeedAlone : pickNeed[village.township.style])(random);
  return draft.isRegistered ? need : "NONE";
}
