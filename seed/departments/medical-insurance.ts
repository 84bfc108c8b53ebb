import { rows as described } from "../../subgraphs/medical-insurance/rows.ts";
import type { Rows } from "../../hub/copy/rows.ts";
import { dayText } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import type { Livelihood, Person, World } from "../people/person.ts";
import type { Village } from "../places/places.ts";
import { pickDiagnosis } from "./diagnoses.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

type Scheme = "EMPLOYEE" | "RESIDENT";
type Status = "ACTIVE" | "SUSPENDED" | "ENDED";

const SCHEMES: Readonly<Record<Livelihood, Scheme | null>> = {
  CHILD: "RESIDENT",
  STUDENT: "RESIDENT",
  EMPLOYEE: "EMPLOYEE",
  FLEXIBLE: "EMPLOYEE",
  RURAL_URBAN: "RESIDENT",
  UNEMPLOYED: "EMPLOYEE",
  RETIRED_EMPLOYEE: "EMPLOYEE",
  RETIRED_RURAL_URBAN: "RESIDENT",
  FORMERLY_INSURED: "RESIDENT",
  UNINSURED: null,
};

/** Parts of the charge the funds pay, visits first and stays second. Each city sets its own; these are usual. */
const RATIOS = {
  RESIDENT: [
    [0.4, 0.6],
    [0.55, 0.75],
  ],
  EMPLOYEE: [
    [0.55, 0.75],
    [0.75, 0.9],
  ],
} as const;

const DAYS_OF_CLAIMS = 3 * 365;
const DAYS_WITHOUT_COVER = 365;
export const MAX_CLAIMS = 30;

export const medicalInsurance: SeededDepartment = {
  name: "medical-insurance",
  tables: madeUpColumns(described),
  writePerson(person, world, rows) {
    const scheme = SCHEMES[person.livelihood];
    if (scheme === null) return;
    const random = new Random(world.seed, "claims", person.index);
    const status = statusOf(person);
    // Only employees have an account of their own; it grows with the years and is spent on visits.
    const balance = scheme === "EMPLOYEE" ? random.between(0, 100 + person.age * 90) * random.between(60, 140) : null;
    addRow(rows, described.enrolments, person, world, { scheme, status, personalAccountBalanceFen: balance });
    if (person.story?.claims === undefined) drawClaims(random, person, world, scheme, status, rows);
    else tellClaims(random, person, world, rows);
  },
};

/** Stands as the medical insurance in the Social Security department does. */
function statusOf({ livelihood, isPaused }: Person): Status {
  if (livelihood === "FORMERLY_INSURED") return "ENDED";
  return isPaused ? "SUSPENDED" : "ACTIVE";
}

function drawClaims(random: Random, person: Person, world: World, scheme: Scheme, status: Status, rows: Rows): void {
  const lastDay = world.today - 1 - (status === "ACTIVE" ? 0 : DAYS_WITHOUT_COVER);
  const firstDay = Math.max(world.today - DAYS_OF_CLAIMS, person.birth);
  if (lastDay < firstDay) return;
  // Exponential: most people see a doctor seldom, a few very often.
  const wanted = Math.floor(-Math.log(1 - random.fraction()) * claimsExpected(person.age));
  const count = Math.min(MAX_CLAIMS, wanted);
  for (let order = 0; order < count; order += 1) {
    const { name, yuan, isStay } = pickDiagnosis(random, person.age, person.sex);
    const total = random.between(yuan[0] * 100, yuan[1] * 100);
    const [low, high] = RATIOS[scheme][isStay === true ? 1 : 0];
    const reimbursed = Math.floor(total * (low + (high - low) * random.fraction()));
    const hospital = hospitalOf(random, person.village, isStay === true);
    const settled = random.between(firstDay, lastDay);
    addClaim(rows, person, world, order, {
      settled,
      hospital,
      diagnosis: name,
      totalFen: total,
      reimbursedFen: reimbursed,
    });
  }
}

function tellClaims(random: Random, person: Person, world: World, rows: Rows): void {
  for (const [order, claim] of (person.story?.claims ?? []).entries()) {
    const hospital = hospitalOf(random, person.village, claim.totalFen > 100_000);
    const settled = world.today - claim.daysAgo;
    const { diagnosis, totalFen, reimbursedFen } = claim;
    addClaim(rows, person, world, order, { settled, hospital, diagnosis, totalFen, reimbursedFen });
  }
}

interface ClaimFacts {
  settled: number;
  hospital: string;
  diagnosis: string;
  totalFen: number;
  reimbursedFen: number;
}

function addClaim(rows: Rows, person: Person, world: World, order: number, { settled, ...facts }: ClaimFacts): void {
  const claimId = person.residentId * 100 + order;
  addRow(rows, described.claims, person, world, { claimId, settledOn: dayText(settled), ...facts });
}

/** Claims a person of this age has in three years, on average. */
function claimsExpected(age: number): number {
  if (age < 6) return 4;
  if (age < 18) return 1.6;
  if (age < 45) return 2;
  if (age < 60) return 4;
  return age < 75 ? 7.5 : 11;
}

function hospitalOf(random: Random, { township, countyName, cityName }: Village, isStay: boolean): string {
  if (!isStay && random.isTrue(0.55)) {
    return township.style === "URBAN" ? `${township.name}社区卫生服务中心` : `${township.name}卫生院`;
  }
  return random.pick([
    `${countyName}人民医院`,
    `${countyName}人民医院`,
    `${countyName}中医医院`,
    `${cityName}第一人民医院`,
  ]);
}
