import type { Day } from "../draw/calendar.ts";
import { Random, weighted } from "../draw/random.ts";
import type { AssistanceFacts, Livelihood, Person, World } from "../people/person.ts";
import { type CatalogueItem, itemNamed } from "./catalogue.ts";
import { supportOf } from "./civil-affairs.ts";

export type CaseOrigin = "COUNTER" | "VILLAGE" | "ONLINE" | "GRID_REFERRAL";

/** How far a case has come, as far as something else decides it. */
export type Outcome = "OPEN" | "GRANTED" | "DRAWN";

/** What a case is about, before its days are worked out. */
export interface CaseDraft {
  item: CatalogueItem;
  /** Which of the item's businesses; drawn when left out. */
  business?: string;
  /** The day it was opened, or for a granted one the day it was decided. */
  day: Day;
  outcome: Outcome;
  origin: CaseOrigin;
}

const DAYS_OF_CASES = 2 * 365;
const APPLY_SHARE = [0.24, 0.06] as const;
const OPEN_DAYS = 20;

const pickOrigin = {
  URBAN: weighted<CaseOrigin>([
    ["COUNTER", 62],
    ["VILLAGE", 18],
    ["ONLINE", 20],
  ]),
  RURAL: weighted<CaseOrigin>([
    ["COUNTER", 40],
    ["VILLAGE", 46],
    ["ONLINE", 10],
    ["GRID_REFERRAL", 4],
  ]),
};

const items = (choices: readonly (readonly [code: string, weight: number])[]) =>
  weighted(choices.map(([code, weight]) => [itemNamed(code), weight] as const));

const pickOfChild = items([
  ["resident-medical-enrolment", 60],
  ["social-security-card", 36],
  ["child-living-allowance", 1],
  ["disability-allowance", 3],
]);
const pickOfRetired = items([
  ["pension-eligibility-check", 34],
  ["chronic-disease-recognition", 22],
  ["medical-reimbursement", 16],
  ["remote-medical-registration", 12],
  ["social-security-card", 8],
  ["medical-claim-enquiry", 6],
  ["disability-allowance", 2],
]);

const pickItem: Readonly<Record<Livelihood, (random: Random) => CatalogueItem>> = {
  CHILD: pickOfChild,
  STUDENT: pickOfChild,
  EMPLOYEE: items([
    ["housing-fund-withdrawal", 26],
    ["social-insurance-record", 20],
    ["housing-fund-enquiry", 12],
    ["medical-family-account", 12],
    ["remote-medical-registration", 10],
    ["social-security-card", 8],
    ["birth-registration", 7],
    ["maternity-allowance", 5],
  ]),
  FLEXIBLE: items([
    ["flexible-employment-insurance", 46],
    ["sole-trader-registration", 22],
    ["food-business-licence", 20],
    ["social-insurance-record", 12],
  ]),
  RURAL_URBAN: items([
    ["resident-medical-enrolment", 38],
    ["resident-pension-enrolment", 30],
    ["social-security-card", 12],
    ["medical-reimbursement", 12],
    ["birth-registration", 4],
    ["family-planning-support", 4],
  ]),
  UNEMPLOYED: items([
    ["unemployment-registration", 44],
    ["unemployment-benefit", 38],
    ["hardship-employment", 18],
  ]),
  RETIRED_EMPLOYEE: pickOfRetired,
  RETIRED_RURAL_URBAN: items([
    ["resident-pension-payment", 30],
    ["pension-eligibility-check", 28],
    ["medical-reimbursement", 18],
    ["chronic-disease-recognition", 14],
    ["family-planning-support", 10],
  ]),
  FORMERLY_INSURED: items([["social-insurance-record", 1]]),
  UNINSURED: items([
    ["resident-medical-enrolment", 70],
    ["social-security-card", 30],
  ]),
};

const ASSISTANCE_ITEMS: Readonly<Record<NonNullable<AssistanceFacts["category"]>, CatalogueItem>> = {
  MINIMUM_LIVING: itemNamed("minimum-living-guarantee"),
  EXTREME_POVERTY: itemNamed("extreme-poverty-support"),
  MINIMUM_LIVING_MARGIN: itemNamed("minimum-living-margin"),
};

/** The cases a person has had: those that other departments' facts come from, and what people usually ask for. */
export function draftCases(person: Person, world: World): CaseDraft[] {
  const random = new Random(world.seed, "cases", person.index);
  const origin = () => pickOrigin[person.village.township.style](random);
  const told = (person.story?.cases ?? []).map(({ item, daysAgo }) => ({
    item: itemNamed(item),
    day: world.today - daysAgo,
    outcome: "OPEN" as const,
    origin: "COUNTER" as const,
  }));
  return [...told, ...ofSupport(person, world, random, origin), ...ofDailyLife(person, world, random, origin)];
}

/** A number of cases of one person: those there would be anyway, then others of the same kind, or the first of them. */
export function draftManyCases(person: Person, world: World, count: number): CaseDraft[] {
  const drafts = draftCases(person, world).slice(0, count);
  const random = new Random(world.seed, "cases", -person.index - 1);
  while (drafts.length < count) drafts.push(ofOneDay(person, world, random, pickOrigin[person.village.township.style]));
  return drafts;
}

/** Applications for what Civil Affairs gives; the head of a household applies for all of it. */
function ofSupport(person: Person, world: World, random: Random, origin: () => CaseOrigin): CaseDraft[] {
  const { awards, assistance, allowance } = supportOf(person, world);
  const drafts: CaseDraft[] = [];
  if (assistance?.category != null && person.index === person.headIndex) {
    const isOpen = assistance.status === "APPLIED";
    const day = world.today - (isOpen ? random.between(3, OPEN_DAYS) : random.between(200, DAYS_OF_CASES));
    const item = ASSISTANCE_ITEMS[assistance.category];
    drafts.push({ item, business: "apply", day, outcome: isOpen ? "OPEN" : "GRANTED", origin: "VILLAGE" });
  }
  for (const { daysAgo, reason } of awards) {
    // People who are ill in a village hear of the assistance from the grid worker who comes by.
    const isTold = reason === "ILLNESS" && person.village.township.style === "RURAL";
    drafts.push({
      item: itemNamed("temporary-assistance"),
      business: reason === "RIGID_SPENDING" ? "spending" : "urgent",
      day: world.today - daysAgo,
      outcome: "GRANTED",
      origin: isTold ? "GRID_REFERRAL" : origin(),
    });
  }
  if (allowance !== null && allowance.startsOn > world.today - DAYS_OF_CASES) {
    // Asked for in the month before the birthday.
    const day = allowance.startsOn - random.between(1, 30);
    const item = itemNamed("old-age-allowance");
    drafts.push({ item, business: "apply", day, outcome: "GRANTED", origin: "VILLAGE" });
  }
  return drafts;
}

function ofDailyLife(person: Person, world: World, random: Random, origin: () => CaseOrigin): CaseDraft[] {
  if (person.story !== null) return [];
  if (daysOfCases(person, world) < 2) return [];
  return APPLY_SHARE.filter((share) => random.isTrue(share)).map(() => ofOneDay(person, world, random, origin));
}

function ofOneDay(person: Person, world: World, random: Random, origin: (random: Random) => CaseOrigin): CaseDraft {
  return {
    item: person.need !== "NONE" && random.isTrue(0.3) ? itemNamed("medical-assistance") : itemOf(person, random),
    day: world.today - random.between(Math.min(1, daysOfCases(person, world)), daysOfCases(person, world)),
    outcome: "DRAWN" as const,
    origin: origin(random),
  };
}

function daysOfCases({ birth }: Person, { today }: World): number {
  return Math.min(DAYS_OF_CASES, today - birth);
}

function itemOf(person: Person, random: Random): CatalogueItem {
  const item = pickItem[person.livelihood](random);
  const isMaternity = item.code === "maternity-allowance";
  return isMaternity && (person.sex === 1 || person.age > 45) ? itemNamed("social-insurance-record") : item;
}
