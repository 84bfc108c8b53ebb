import { rows as described } from "../../subgraphs/social-security/rows.ts";
import { type Day, dayText, monthsBetween, parseDay } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import { employerOf } from "../people/employers.ts";
import { MONTHS_FOR_PENSION, MONTHS_FOR_UNEMPLOYMENT_BENEFIT } from "../people/livelihoods.ts";
import type { Livelihood, Person, World } from "../people/person.ts";
import { cities } from "../places/divisions.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/**
 * Lowest and highest contribution base of an employee, per month. Fixed each year by the province; these are
 * near those of 2024 and were not checked against the notice.
 */
export const CONTRIBUTION_BASE_FEN = { floor: 487_900, ceiling: 2_439_600 };

// A residents' pension is paid for by the year, in steps; a twelfth of the step stands as its monthly base.
const RESIDENTS_BASES_FEN = [5_000, 5_000, 10_000, 20_000, 30_000];

type Status = "ACTIVE" | "SUSPENDED" | "ENDED" | "RECEIVING_BENEFITS";
type Statuses = Readonly<Partial<Record<"PENSION" | "MEDICAL" | "WORK_INJURY" | "UNEMPLOYMENT" | "MATERNITY", Status>>>;

// Which insurances each livelihood has, and how they stand (Social Insurance Law, articles 2, 10 and 20).
const STATUSES: Readonly<Record<Livelihood, Statuses | null>> = {
  CHILD: null,
  STUDENT: null,
  UNINSURED: null,
  FORMERLY_INSURED: { PENSION: "ENDED", MEDICAL: "ENDED" },
  EMPLOYEE: {
    PENSION: "ACTIVE",
    MEDICAL: "ACTIVE",
    WORK_INJURY: "ACTIVE",
    UNEMPLOYMENT: "ACTIVE",
    MATERNITY: "ACTIVE",
  },
  FLEXIBLE: { PENSION: "ACTIVE", MEDICAL: "ACTIVE" },
  RURAL_URBAN: { PENSION: "ACTIVE", MEDICAL: "ACTIVE" },
  UNEMPLOYED: {
    PENSION: "SUSPENDED",
    // While the benefit is paid, its fund pays the medical premium (article 48).
    MEDICAL: "ACTIVE",
    WORK_INJURY: "ENDED",
    UNEMPLOYMENT: "RECEIVING_BENEFITS",
    MATERNITY: "SUSPENDED",
  },
  RETIRED_EMPLOYEE: {
    PENSION: "RECEIVING_BENEFITS",
    MEDICAL: "RECEIVING_BENEFITS",
    WORK_INJURY: "ENDED",
    UNEMPLOYMENT: "ENDED",
    MATERNITY: "ENDED",
  },
  RETIRED_RURAL_URBAN: { PENSION: "RECEIVING_BENEFITS", MEDICAL: "ACTIVE" },
};

const ELSEWHERE_SHARE = 0.03;
// The first counties tried a pension for rural residents in September 2009.
const RESIDENTS_PENSION_TRIED_FROM = parseDay("2009-09-01") ?? 0;

export const socialSecurity: SeededDepartment = {
  name: "social-security",
  tables: madeUpColumns(described),
  writePerson(person, world, rows) {
    const statuses = STATUSES[person.livelihood];
    if (statuses === null || person.firstPaidOn === null) return;
    const { livelihood, pensionStartsOn, isPaused } = person;
    const { random, insuredArea, base, paid, employer } = drawContribution(person, person.firstPaidOn, world);
    const pensionFen = pensionStartsOn === null ? null : pensionOf(random, livelihood, paid, base);
    const pensionOn = pensionStartsOn === null ? null : dayText(pensionStartsOn);
    const pensionStatus = isPaused ? "SUSPENDED" : (statuses.PENSION ?? null);
    addRow(rows, described.insuredPersons, person, world, {
      status: pensionStatus,
      pensionStartsOn: pensionOn,
      pensionMonthlyFen: pensionFen,
    });
    for (const [insurance, status] of Object.entries(statuses)) {
      // The pension began first everywhere; the other four never have more months than it.
      const months =
        insurance === "PENSION" ? paid : Math.max(minimumOf(insurance, livelihood), paid - random.between(0, 6));
      const standing = isPaused ? "SUSPENDED" : status;
      addRow(rows, described.participations, person, world, {
        insurance,
        status: standing,
        paidMonths: months,
        contributionBaseFen: base,
        insuredAreaCode: insuredArea,
        employer,
      });
    }
  },
};

/** What a person pays by and for whom, as far as it is drawn: others who keep a register of the same person agree. */
export interface Contribution {
  readonly baseFen: number;
  readonly employer: string | null;
  /** The insurances paid for now. */
  readonly insurances: readonly (keyof Statuses)[];
}

export function contributionOf(person: Person, world: World): Contribution | null {
  const statuses = STATUSES[person.livelihood];
  if (statuses === null || person.firstPaidOn === null || person.isPaused) return null;
  const { base, employer } = drawContribution(person, person.firstPaidOn, world);
  const kinds = Object.keys(statuses) as (keyof Statuses)[];
  return { baseFen: base, employer, insurances: kinds.filter((kind) => statuses[kind] === "ACTIVE") };
}

/** What a person's pension insurance comes to; null for those who never had one. */
export function pensionRecordOf(
  person: Person,
  world: World,
): { paidMonths: number; monthlyFen: number | null } | null {
  if (STATUSES[person.livelihood] === null || person.firstPaidOn === null) return null;
  const { random, base, paid } = drawContribution(person, person.firstPaidOn, world);
  const isPaid = person.pensionStartsOn !== null;
  return { paidMonths: paid, monthlyFen: isPaid ? pensionOf(random, person.livelihood, paid, base) : null };
}

function drawContribution(person: Person, firstPaidOn: Day, world: World) {
  const random = new Random(world.seed, "insurances", person.index);
  const { livelihood, village } = person;
  const isElsewhere = random.isTrue(ELSEWHERE_SHARE) && person.story === null;
  const insuredArea = isElsewhere ? random.pick(cities).code : village.code.slice(0, 4);
  const base = baseOf(random, person);
  const paid = paidMonths(random, livelihood, monthsPossible(person, firstPaidOn, world));
  const employer = livelihood === "EMPLOYEE" ? employerOf(random, village) : null;
  return { random, insuredArea, base, paid, employer };
}

/** Months that could be paid between the first contribution and the pension, or today. */
function monthsPossible({ livelihood, pensionStartsOn }: Person, firstPaidOn: Day, { today }: World): number {
  const months = monthsBetween(firstPaidOn, Math.min(today, pensionStartsOn ?? today));
  return isResidents(livelihood) ? Math.min(months, monthsBetween(RESIDENTS_PENSION_TRIED_FROM, today)) : months;
}

function paidMonths(random: Random, livelihood: Livelihood, possible: number): number {
  const paid = Math.floor(possible * (0.72 + 0.28 * Math.sqrt(random.fraction())));
  // Missing years may be paid for at once at the end, so everybody who draws a pension has the months for it.
  if (livelihood === "RETIRED_EMPLOYEE" || livelihood === "RETIRED_RURAL_URBAN") {
    return Math.max(MONTHS_FOR_PENSION, paid);
  }
  return livelihood === "UNEMPLOYED" ? Math.max(MONTHS_FOR_UNEMPLOYMENT_BENEFIT, paid) : paid;
}

function isResidents(livelihood: Livelihood): boolean {
  return livelihood === "RURAL_URBAN" || livelihood === "RETIRED_RURAL_URBAN" || livelihood === "FORMERLY_INSURED";
}

function minimumOf(insurance: string, livelihood: Livelihood): number {
  return insurance === "UNEMPLOYMENT" && livelihood === "UNEMPLOYED" ? MONTHS_FOR_UNEMPLOYMENT_BENEFIT : 0;
}

function baseOf(random: Random, { livelihood, village }: Person): number {
  if (isResidents(livelihood)) return random.pick(RESIDENTS_BASES_FEN);
  const middle = livelihood === "FLEXIBLE" ? 5_000 : village.township.style === "URBAN" ? 8_600 : 6_200;
  const yuan = Math.round(middle * Math.exp(random.bell() * 0.75));
  return Math.min(CONTRIBUTION_BASE_FEN.ceiling, Math.max(CONTRIBUTION_BASE_FEN.floor, yuan * 100));
}

/** Near the usual amounts, not computed by the pension formula, which needs each year's average wage. */
function pensionOf(random: Random, livelihood: Livelihood, paid: number, base: number): number {
  const yuan =
    livelihood === "RETIRED_EMPLOYEE"
      ? 700 + (paid / 12) * random.between(55, 85) + (base / 100) * 0.06
      : 195 + (paid / 12) * random.between(4, 16);
  return Math.round(yuan * 100);
}
