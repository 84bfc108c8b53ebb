import { rows as described } from "../../subgraphs/civil-affairs/rows.ts";
import { addYears, dayText, firstOfMonth } from "../draw/calendar.ts";
import { Random, weighted } from "../draw/random.ts";
import type { AssistanceFacts, AwardReason, Person, World } from "../people/person.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/**
 * Monthly 低保 standard for one person. Each city sets its own; the published amounts were not found, so one
 * figure within the usual order (800 to 1 100 yuan) stands for all.
 */
export const MINIMUM_LIVING_STANDARD_FEN = 100_000;

/** 尊老金 by band, youngest first: the lowest amounts of Nanjing's rule (2022). */
export const ALLOWANCE_BANDS = [
  { bandAge: 80, monthlyFen: 5_000 },
  { bandAge: 90, monthlyFen: 10_000 },
  { bandAge: 100, monthlyFen: 30_000 },
] as const;

// Some old people never ask for it.
const ALLOWANCE_SHARE = 0.97;
const AWARD_SHARE = { poor: 0.12, other: 0.006 };
const DAYS_OF_AWARDS = 3 * 365;
const LARGEST_AWARD_YUAN = 20_000;

const pickStatus = weighted<AssistanceFacts["status"]>([
  ["GRANTED", 86],
  ["APPLIED", 6],
  ["SUSPENDED", 3],
  ["ENDED", 5],
]);

const pickReason = weighted<AwardReason>([
  ["ILLNESS", 46],
  ["ACCIDENT", 12],
  ["EDUCATION", 12],
  ["RIGID_SPENDING", 20],
  ["OTHER", 10],
]);

interface Award {
  daysAgo: number;
  reason: AwardReason;
  amountFen: number;
}

export const civilAffairs: SeededDepartment = {
  name: "civil-affairs",
  tables: madeUpColumns(described),
  writePerson(person, world, rows) {
    const { awards, assistance, allowance } = supportOf(person, world);
    if (assistance === null && allowance === null) return;
    addRow(rows, described.recipients, person, world, {
      assistanceStatus: assistance?.status ?? null,
      assistanceCategory: assistance?.category ?? null,
      assistanceMonthlyFen: assistance?.monthlyFen ?? null,
      allowanceBandAge: allowance?.bandAge ?? null,
      allowanceStartsOn: allowance === null ? null : dayText(allowance.startsOn),
      allowanceEndsOn: null,
      allowanceMonthlyFen: allowance?.monthlyFen ?? null,
    });
    awards.forEach(({ daysAgo, reason, amountFen }, order) => {
      const awardedOn = dayText(world.today - daysAgo);
      const awardId = person.residentId * 100 + order;
      addRow(rows, described.awards, person, world, { awardId, awardedOn, reason, amountFen });
    });
  },
};

/** What Civil Affairs does for a person: others who tell something that follows from it agree. */
export function supportOf(person: Person, world: World) {
  const random = new Random(world.seed, "assistance", person.index);
  const awards = person.story?.awards ?? drawAwards(random, person, world);
  const assistance = person.story?.assistance ?? drawAssistance(person, world, awards);
  return { awards, assistance, allowance: allowanceOf(person, world, random) };
}

function drawAwards(random: Random, { need, birth, age }: Person, world: World): Award[] {
  const isAwarded = random.isTrue(need === "NONE" ? AWARD_SHARE.other : AWARD_SHARE.poor);
  const longestAgo = Math.min(DAYS_OF_AWARDS, world.today - birth);
  if (!isAwarded || longestAgo < 1) return [];
  return Array.from({ length: random.between(1, 10) < 8 ? 1 : random.between(2, 3) }, () => ({
    daysAgo: random.between(1, longestAgo),
    reason: reasonOf(random, age),
    // Small sums, which a township may grant itself, are far more common than large ones.
    amountFen: Math.ceil((500 + (LARGEST_AWARD_YUAN - 500) * random.fraction() ** 3) / 100) * 10_000,
  }));
}

function reasonOf(random: Random, age: number): AwardReason {
  const reason = pickReason(random);
  return reason === "EDUCATION" && (age < 6 || age > 55) ? "ILLNESS" : reason;
}

/** A household is granted, or not, as one: what is drawn here depends on its head, not on the member. */
function drawAssistance(person: Person, world: World, awards: readonly Award[]): AssistanceFacts | null {
  const { need, householdSize } = person;
  if (need === "NONE") {
    if (awards.length === 0) return null;
    const isRecent = awards.some(({ daysAgo }) => daysAgo <= 365);
    return { status: isRecent ? "GRANTED" : "ENDED", category: null, monthlyFen: null };
  }
  const random = new Random(world.seed, "assistance", -person.headIndex - 1);
  const status = pickStatus(random);
  const isPaid = status === "GRANTED" && need !== "MINIMUM_LIVING_MARGIN";
  return { status, category: need, monthlyFen: isPaid ? monthlyFen(random, need, householdSize) : null };
}

/** 低保 pays the gap up to the standard (article 12 of the Interim Measures), 特困 1.3 times the standard. */
function monthlyFen(random: Random, need: Person["need"], householdSize: number): number {
  if (need === "EXTREME_POVERTY") return Math.round(MINIMUM_LIVING_STANDARD_FEN * 1.3) * householdSize;
  const incomeShare = 0.1 + 0.7 * random.fraction();
  return Math.ceil((MINIMUM_LIVING_STANDARD_FEN * householdSize * (1 - incomeShare)) / 100) * 100;
}

function allowanceOf(person: Person, world: World, random: Random) {
  const isClaimed = random.isTrue(ALLOWANCE_SHARE) || person.story !== null;
  const band = ALLOWANCE_BANDS.findLast(({ bandAge }) => person.age >= bandAge);
  if (band === undefined || !isClaimed) return null;
  const startsOn = Math.min(world.today, firstOfMonth(addYears(person.birth, band.bandAge)));
  return { ...band, startsOn };
}
