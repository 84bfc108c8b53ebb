import { contributionOf } from "../departments/social-security.ts";
import { dayText, firstOfMonth, firstOfNextMonth } from "../draw/calendar.ts";
import type { Person, World } from "../people/person.ts";
import type { PremiumFact } from "./tax-service.ts";

const MONTHS_TOLD = 12;

// The person's own share in thousandths; residents pay their twelfth of the year's step. Near the usual, not checked.
const RATES = { PENSION: 80, MEDICAL: 20, WORK_INJURY: 0, UNEMPLOYMENT: 5, MATERNITY: 0 } as const;

/** A seeded person's premiums of the last year, newest first: those of the insurances that Social Security calls active. */
export function premiumsOf(person: Person, world: World): PremiumFact[] {
  const contribution = contributionOf(person, world);
  if (contribution === null || person.firstPaidOn === null) return [];
  const premiums: PremiumFact[] = [];
  let month = firstOfMonth(world.today - 1);
  for (let back = 0; back < MONTHS_TOLD && month >= person.firstPaidOn; back += 1) {
    for (const [at, kind] of contribution.insurances.entries()) {
      // Nobody but the employer pays for work injuries and maternity (article 53): there is no premium of the person's.
      if (RATES[kind] === 0) continue;
      const dueOn = firstOfNextMonth(month) + 9;
      const isPaid = dueOn <= world.today;
      premiums.push({
        id: `${person.residentId}${String(back).padStart(2, "0")}${at}`,
        kind,
        status: isPaid ? "PAID" : "OWED",
        monthOn: dayText(month),
        paidOn: isPaid ? dayText(dueOn) : null,
        amountFen: Math.round((contribution.baseFen * RATES[kind]) / 1000),
      });
    }
    month = firstOfMonth(month - 1);
  }
  return premiums;
}
