import { hasReduction, MONTHS_OF_REDUCTIONS } from "../departments/monitoring.ts";
import { dayText, firstOfMonth } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import type { Person, World } from "../people/person.ts";
import type { AccountFact } from "./utility-company.ts";

// How the reported 50.40 yuan a month split is not published: a fixture.
const SUPPLIES = {
  "utilities/water": { name: "示例水务", usualFen: 4_500, reductionFen: 1_240 },
  "utilities/electricity": { name: "示例供电", usualFen: 14_000, reductionFen: 800 },
  "utilities/gas": { name: "示例燃气", usualFen: 6_000, reductionFen: 3_000 },
} as const;

export type Supply = keyof typeof SUPPLIES;
export const supplies = Object.keys(SUPPLIES) as Supply[];

const CUT_OFF_SHARE = 0.004;

/** A seeded household's account: six months of bills, with reductions for a household on the minimum living allowance. */
export function utilityAccountOf(person: Person, world: World, supply: Supply): AccountFact {
  const { name, usualFen, reductionFen } = SUPPLIES[supply];
  const random = new Random(world.seed, "utilities", person.index * supplies.length + supplies.indexOf(supply));
  const isReduced = hasReduction(person, world);
  const months: string[] = [];
  for (
    let month = firstOfMonth(world.today - 1);
    months.length < MONTHS_OF_REDUCTIONS;
    month = firstOfMonth(month - 1)
  ) {
    months.push(dayText(month));
  }
  const idOf = (back: number) => `${person.residentId}${back}`;
  return {
    company: `${person.village.cityName}${name}有限公司`,
    status: random.isTrue(CUT_OFF_SHARE) ? "CUT_OFF" : "ACTIVE",
    bills: months.map((monthOn, back) => ({
      id: idOf(back),
      monthOn,
      amountFen: Math.max(0, Math.round(usualFen * (0.6 + random.fraction() * person.householdSize * 0.4))),
      status: back === 0 && random.isTrue(0.4) ? "OWED" : "PAID",
    })),
    reductions: isReduced ? months.map((monthOn, back) => ({ id: idOf(back), monthOn, amountFen: reductionFen })) : [],
  };
}
