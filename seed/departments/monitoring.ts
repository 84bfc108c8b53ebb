import { rows as described } from "../../subgraphs/monitoring/rows.ts";
import { addYears, type Day, dayText, firstOfMonth, firstOfNextMonth } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import type { AssistanceFacts, Person, World } from "../people/person.ts";
import { supportOf } from "./civil-affairs.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

/** What water, electricity and gas take off a household's bills each month: 50.40 yuan, as the report has it. */
const MONTHLY_REDUCTION_FEN = 5_040;

/** How far back the demo tells reductions; the companies' own accounts tell as many. */
export const MONTHS_OF_REDUCTIONS = 6;

/** How each standing of an assistance is seen here: certified once it is granted. */
const CERTIFICATIONS: Readonly<Record<AssistanceFacts["status"], string>> = {
  APPLIED: "PENDING",
  GRANTED: "CERTIFIED",
  SUSPENDED: "CERTIFIED",
  ENDED: "ENDED",
};

const MATCH_FAILED_SHARE = 0.03;
const NOT_YET_TOLD_SHARE = 0.2;

export const monitoring: SeededDepartment = {
  name: "monitoring",
  tables: madeUpColumns(described),
  writePerson(person, world, rows) {
    const { assistance } = supportOf(person, world);
    if (assistance?.category == null) return;
    const { residentId, headIndex, index } = person;
    // A household is watched as one, so its members share what is drawn.
    const random = new Random(world.seed, "monitoring", headIndex);
    const certification = CERTIFICATIONS[assistance.status];
    const certified = certification === "PENDING" ? null : world.today - random.between(200, 900);
    const review = certified === null || certification === "ENDED" ? null : reviewAfter(certified, world.today);
    addRow(rows, described.monitoredPersons, person, world, {
      level: assistance.category,
      certification,
      certifiedOn: certified === null ? null : dayText(certified),
      reviewDueOn: review === null ? null : dayText(review),
    });
    if (index !== headIndex || !hasReduction(person, world)) return;
    let start = firstOfMonth(world.today - 1);
    for (let back = 0; back < MONTHS_OF_REDUCTIONS; back += 1, start = firstOfMonth(start - 1)) {
      const end = firstOfNextMonth(start) - 1;
      const isFailed = back === 0 && random.isTrue(MATCH_FAILED_SHARE);
      const isTold = back > 0 || !random.isTrue(NOT_YET_TOLD_SHARE);
      addRow(rows, described.benefits, person, world, {
        benefitId: residentId * 100 + MONTHS_OF_REDUCTIONS - back,
        kind: "UTILITY_REDUCTION",
        state: isFailed ? "MATCH_FAILED" : isTold ? "NOTIFIED" : "APPLIED",
        amountFen: MONTHLY_REDUCTION_FEN,
        periodStartsOn: dayText(start),
        periodEndsOn: dayText(end),
        changedOn: dayText(Math.min(world.today - 1, start + random.between(2, 8))),
      });
    }
  },
};

/** Whether the companies take something off a household's bills: the minimum living allowance is granted. */
export function hasReduction(person: Person, world: World): boolean {
  const { assistance } = supportOf(person, world);
  return assistance?.category === "MINIMUM_LIVING" && assistance.status === "GRANTED";
}

/** Once a year, and the next time is still to come. */
function reviewAfter(certified: Day, today: Day): Day {
  let due = certified;
  for (let year = 1; due <= today; year += 1) due = addYears(certified, year);
  return due;
}
