import { ALLOWANCE_BANDS, MINIMUM_LIVING_STANDARD_FEN, supportOf } from "../departments/civil-affairs.ts";
import { pensionRecordOf } from "../departments/social-security.ts";
import { MONTHS_FOR_PENSION } from "../people/livelihoods.ts";
import type { Need, Person, World } from "../people/person.ts";
import { type HouseholdIncome, incomeOf } from "./incomes.ts";
import { fails, holds, unknown, type Verdict } from "./verdict.ts";

const MARGIN_RATIO = 1.5;
const PENSION_AGE = 60;
const ADULT_AGE = 16;

/** The benefits that are judged, by the codes of their items; what water, electricity and gas take off has none. */
export type Rule =
  | "old-age-allowance"
  | "minimum-living-guarantee"
  | "minimum-living-margin"
  | "extreme-poverty-support"
  | "resident-pension-payment"
  | "utility-reduction";

/** What each rule comes to for a person, from the facts that the registers hold and from no others. */
export function judge(person: Person, household: readonly Person[], world: World): Record<Rule, Verdict> {
  const income = incomeOf(household, world);
  const granted = grantedTo(person, world);
  return {
    "old-age-allowance": oldAgeAllowance(person, world),
    "minimum-living-guarantee": belowStandard(person, household, income, granted, "MINIMUM_LIVING", 1),
    "minimum-living-margin": belowStandard(person, household, income, granted, "MINIMUM_LIVING_MARGIN", MARGIN_RATIO),
    "extreme-poverty-support": extremePoverty(person, income, granted),
    "resident-pension-payment": residentPension(person, world),
    "utility-reduction": utilityReduction(person, world),
  };
}

/** The long-term assistance that Civil Affairs has granted; to grant it, it has checked income and assets. */
function grantedTo(person: Person, world: World): Need {
  const { assistance } = supportOf(person, world);
  return assistance?.status === "GRANTED" ? (assistance.category ?? "NONE") : "NONE";
}

function oldAgeAllowance(person: Person, world: World): Verdict {
  const isOld = ALLOWANCE_BANDS.some(({ bandAge }) => person.age >= bandAge);
  return isOld ? holds(supportOf(person, world).allowance !== null) : fails;
}

/** Income per head below the standard, and assets within the rule, of which no register knows (article 9). */
function belowStandard(
  person: Person,
  household: readonly Person[],
  income: HouseholdIncome,
  granted: Need,
  need: Need,
  ratio: number,
): Verdict {
  if (granted === need) return holds(true);
  // Each kind of assistance is for those whom no better one is for.
  if (granted !== "NONE") return fails;
  if (income.knownFen >= MINIMUM_LIVING_STANDARD_FEN * ratio * household.length) return fails;
  const missing = incomesMissing(income);
  return person.householdId === null ? unknown("household", ...missing, "assets") : unknown("assets", ...missing);
}

/** No ability to work, no income and nobody able to support (article 14). */
function extremePoverty(person: Person, income: HouseholdIncome, granted: Need): Verdict {
  if (granted === "EXTREME_POVERTY") return holds(true);
  if (granted !== "NONE" || income.knownFen > 0) return fails;
  const mayWork = person.age >= ADULT_AGE && person.age < PENSION_AGE;
  return unknown("supporters", ...incomesMissing(income), ...(mayWork ? ["disability"] : []));
}

/** Fifteen years' contributions and the age, for those insured as residents. */
function residentPension(person: Person, world: World): Verdict {
  const isResidents = person.livelihood === "RURAL_URBAN" || person.livelihood === "RETIRED_RURAL_URBAN";
  const record = isResidents ? pensionRecordOf(person, world) : null;
  if (record === null || person.age < PENSION_AGE || record.paidMonths < MONTHS_FOR_PENSION) return fails;
  return holds(record.monthlyFen !== null);
}

/** For whom the utilities' accounts are in, when the household is on the minimum living allowance. */
function utilityReduction(person: Person, world: World): Verdict {
  const { assistance } = supportOf(person, world);
  if (person.index !== person.headIndex || assistance?.category !== "MINIMUM_LIVING") return fails;
  if (assistance.status === "APPLIED") return unknown("decision on the minimum living allowance");
  return assistance.status === "GRANTED" ? holds(true) : fails;
}

function incomesMissing({ unknown: members }: HouseholdIncome): string[] {
  return members.map(({ residentId }) => `income of ${residentId}`);
}
