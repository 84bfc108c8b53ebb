import { hasFundAccount } from "../departments/housing-fund.ts";
import { contributionOf } from "../departments/social-security.ts";
import { sourceKeyOf } from "../departments/source-keys.ts";
import { dayText, firstOfMonth, monthsBetween } from "../draw/calendar.ts";
import type { Person, World } from "../people/person.ts";
import { BLOCK_SIZE, personsOfBlock } from "../people/persons.ts";
import type { FundAccountFact } from "./fund-file.ts";

const MONTHS_TOLD = 12;
// Employer and person pay 8 % each: between the 5 % the rule asks for and the usual cap of 12 %.
const RATE_PERCENT = 16;

/** The accounts of all seeded residents. */
export function fundAccountsOf(world: World, residents: number): FundAccountFact[] {
  const blocks = Math.ceil(residents / BLOCK_SIZE);
  return Array.from({ length: blocks }, (_, block) => personsOfBlock(world, block))
    .flat()
    .filter((person) => person.index < residents && hasFundAccount(person))
    .flatMap((person) => accountOf(person, world) ?? []);
}

function accountOf(person: Person, world: World): FundAccountFact | null {
  const contribution = contributionOf(person, world);
  if (contribution === null || person.firstPaidOn === null) return null;
  const isActive = person.livelihood === "EMPLOYEE";
  const monthly = Math.round((contribution.baseFen * RATE_PERCENT) / 100);
  const paidMonths = Math.max(1, monthsBetween(person.firstPaidOn, world.today));
  const months: number[] = [];
  for (let month = firstOfMonth(world.today - 1); months.length < Math.min(MONTHS_TOLD, paidMonths);) {
    months.push(month);
    month = firstOfMonth(month - 1);
  }
  const [last] = months;
  return {
    key: sourceKeyOf("housing-fund", person.index),
    status: isActive ? "ACTIVE" : "SEALED",
    employer: contribution.employer ?? "示例托管户",
    openedOn: dayText(person.firstPaidOn),
    depositedUntilOn: last === undefined || !isActive ? null : dayText(last),
    // Most take out what a flat costs: a few years' deposits are left.
    balanceFen: monthly * Math.min(paidMonths, 40),
    monthlyDepositFen: isActive ? monthly : 0,
    deposits: !isActive
      ? []
      : months.map((month, back) => ({
          id: `${person.residentId}${String(back).padStart(2, "0")}`,
          monthOn: dayText(month),
          depositedOn: dayText(month + 14),
          amountFen: monthly,
        })),
  };
}
