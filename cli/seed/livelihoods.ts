import { addYears, type Day, firstOfNextMonth, monthsBetween, parseDay } from "./calendar.ts";
import type { Livelihood, Sex, World } from "./person.ts";
import { type Random, weighted } from "./random.ts";

export interface LivelihoodFacts {
  livelihood: Livelihood;
  firstPaidOn: Day | null;
  pensionStartsOn: Day | null;
}

interface Circumstances {
  age: number;
  sex: Sex;
  birth: Day;
  style: "URBAN" | "RURAL";
  isPoor: boolean;
}

/** Fifteen years (Social Insurance Law, article 16, as of 2018). The later change to twenty is left out. */
export const MONTHS_FOR_PENSION = 180;
/** One year of contributions (article 45). */
export const MONTHS_FOR_UNEMPLOYMENT_BENEFIT = 12;

// The pension of rural and urban residents reached the whole country in 2012.
const RESIDENTS_PENSION_BEGAN = parseDay("2012-01-01") ?? 0;

type Work = "EMPLOYEE" | "FLEXIBLE" | "RURAL_URBAN" | "UNEMPLOYED" | "UNINSURED";

const pickWork = {
  URBAN: weighted<Work>([
    ["EMPLOYEE", 70],
    ["FLEXIBLE", 11],
    ["RURAL_URBAN", 13],
    ["UNEMPLOYED", 3],
    ["UNINSURED", 3],
  ]),
  RURAL: weighted<Work>([
    ["EMPLOYEE", 43],
    ["FLEXIBLE", 11],
    ["RURAL_URBAN", 41],
    ["UNEMPLOYED", 2],
    ["UNINSURED", 3],
  ]),
};
const pickPoorWork = weighted<Work>([
  ["RURAL_URBAN", 80],
  ["FLEXIBLE", 5],
  ["UNEMPLOYED", 12],
  ["UNINSURED", 3],
]);
// What those of pension age did before.
const pickPastWork = {
  URBAN: weighted<Work>([
    ["EMPLOYEE", 68],
    ["RURAL_URBAN", 31],
    ["UNINSURED", 1],
  ]),
  RURAL: weighted<Work>([
    ["EMPLOYEE", 24],
    ["RURAL_URBAN", 75],
    ["UNINSURED", 1],
  ]),
};

/** Decides how a person makes a living, in a way that age, sex, place and need allow. */
export function draftLivelihood(random: Random, world: World, person: Circumstances): LivelihoodFacts {
  const { age, birth } = person;
  if (age < 18) return without("CHILD");
  // Drawn before they are needed, so that each person uses up as many draws whatever the outcome.
  const work = (person.isPoor ? pickPoorWork : (age < 60 ? pickWork : pickPastWork)[person.style])(random);
  const startAge = random.between(18, 23);
  const isStudent = random.isTrue(0.8 - (age - 18) * 0.14);
  const womensAge = random.isTrue(0.6) ? 50 : 55;
  if (age <= 22 && isStudent) return without("STUDENT");
  if (work === "UNINSURED") return without("UNINSURED");

  const firstPaidOn = addYears(birth, Math.min(startAge, age));
  const isEmployees = work !== "RURAL_URBAN";
  const startsOn = firstOfNextMonth(addYears(birth, isEmployees && person.sex === 2 ? womensAge : 60));
  if (startsOn <= world.today) {
    // Those who reached the age without a job's pension get the residents' one, from 60.
    if (isEmployees) return { livelihood: "RETIRED_EMPLOYEE", firstPaidOn, pensionStartsOn: startsOn };
    const pensionStartsOn = Math.max(startsOn, RESIDENTS_PENSION_BEGAN);
    if (pensionStartsOn <= world.today) return { livelihood: "RETIRED_RURAL_URBAN", firstPaidOn, pensionStartsOn };
  }
  const canClaim = monthsBetween(firstPaidOn, world.today) >= 2 * MONTHS_FOR_UNEMPLOYMENT_BENEFIT;
  const livelihood = work === "UNEMPLOYED" && !canClaim ? "RURAL_URBAN" : work;
  return { livelihood, firstPaidOn, pensionStartsOn: null };
}

function without(livelihood: Livelihood): LivelihoodFacts {
  return { livelihood, firstPaidOn: null, pensionStartsOn: null };
}
