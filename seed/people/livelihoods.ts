import { addYears, type Day, firstOfNextMonth, monthsBetween, parseDay } from "../draw/calendar.ts";
import { type Random, weighted } from "../draw/random.ts";
import type { Livelihood, Sex, World } from "./person.ts";

export interface LivelihoodFacts {
  livelihood: Livelihood;
  firstPaidOn: Day | null;
  pensionStartsOn: Day | null;
  isPaused: boolean;
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

type Work = "EMPLOYEE" | "FLEXIBLE" | "RURAL_URBAN" | "UNEMPLOYED" | "FORMERLY_INSURED" | "UNINSURED";

const pickWork = {
  URBAN: weighted<Work>([
    ["EMPLOYEE", 70],
    ["FLEXIBLE", 11],
    ["RURAL_URBAN", 13],
    ["UNEMPLOYED", 3],
    ["FORMERLY_INSURED", 1],
    ["UNINSURED", 2],
  ]),
  RURAL: weighted<Work>([
    ["EMPLOYEE", 43],
    ["FLEXIBLE", 11],
    ["RURAL_URBAN", 41],
    ["UNEMPLOYED", 2],
    ["FORMERLY_INSURED", 1],
    ["UNINSURED", 2],
  ]),
};
const pickPoorWork = weighted<Work>([
  ["RURAL_URBAN", 80],
  ["FLEXIBLE", 5],
  ["UNEMPLOYED", 12],
  ["UNINSURED", 3],
]);
// What those of pension age did before. An employee's pension would lift a household out of need.
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
const pickPoorPastWork = weighted<Work>([
  ["RURAL_URBAN", 98],
  ["UNINSURED", 2],
]);

const YOUNGEST_PENSIONER = 50;
const PAUSED_SHARE = 0.05;

/** Decides how a person makes a living, in a way that age, sex, place and need allow. */
export function draftLivelihood(random: Random, world: World, person: Circumstances): LivelihoodFacts {
  const { age, birth } = person;
  if (age < 18) return without("CHILD");
  // Drawn before they are needed, so that each person uses up as many draws whatever the outcome.
  const work = pickWorkOf(person)(random);
  const startAge = random.between(18, 23);
  const hasPaused = random.isTrue(PAUSED_SHARE);
  const isStudent = random.isTrue(0.8 - (age - 18) * 0.14);
  const womensAge = random.isTrue(0.6) ? 50 : 55;
  if (age <= 22 && isStudent) return without("STUDENT");
  if (work === "UNINSURED") return without("UNINSURED");

  const firstPaidOn = addYears(birth, Math.min(startAge, age));
  if (work === "FORMERLY_INSURED") return { ...without("FORMERLY_INSURED"), firstPaidOn };
  const isEmployees = work !== "RURAL_URBAN";
  const startsOn = firstOfNextMonth(addYears(birth, isEmployees && person.sex === 2 ? womensAge : 60));
  if (startsOn <= world.today) {
    const livelihood = isEmployees ? "RETIRED_EMPLOYEE" : "RETIRED_RURAL_URBAN";
    const pensionStartsOn = isEmployees ? startsOn : Math.max(startsOn, RESIDENTS_PENSION_BEGAN);
    return { livelihood, firstPaidOn, pensionStartsOn, isPaused: false };
  }
  const canClaim = monthsBetween(firstPaidOn, world.today) >= 2 * MONTHS_FOR_UNEMPLOYMENT_BENEFIT;
  const livelihood = work === "UNEMPLOYED" && !canClaim ? "RURAL_URBAN" : work;
  const isPaused = hasPaused && (livelihood === "FLEXIBLE" || livelihood === "RURAL_URBAN");
  return { livelihood, firstPaidOn, pensionStartsOn: null, isPaused };
}

function pickWorkOf({ age, style, isPoor }: Circumstances): (random: Random) => Work {
  if (isPoor) return age < YOUNGEST_PENSIONER ? pickPoorWork : pickPoorPastWork;
  return (age < 60 ? pickWork : pickPastWork)[style];
}

function without(livelihood: Livelihood): LivelihoodFacts {
  return { livelihood, firstPaidOn: null, pensionStartsOn: null, isPaused: false };
}
