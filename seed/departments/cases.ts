import { rows as described } from "../../subgraphs/cases/rows.ts";
import { addWorkingDays, type Day, dayText } from "../draw/calendar.ts";
import { Random, weighted } from "../draw/random.ts";
import type { Person, World } from "../people/person.ts";
import { placesOf } from "../places/extents.ts";
import type { Places, Village } from "../places/places.ts";
import { centresIn } from "../places/service-centres.ts";
import { type CaseDraft, draftCases, draftManyCases } from "./case-drafts.ts";
import { businessCodeOf } from "./catalogue.ts";
import { provinceShareOf } from "./province-cases.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";

type Closed = "GRANTED" | "REFUSED" | "DELIVERED" | "WITHDRAWN" | "TERMINATED" | "NOT_ACCEPTED";
type Status = Closed | "RECEIVED" | "CORRECTION_REQUESTED" | "ACCEPTED" | "IN_REVIEW" | "IN_PUBLICITY" | "SUSPENDED";

interface Course {
  status: Status;
  openedOn: Day;
  acceptedOn: Day | null;
  dueOn: Day | null;
  closedOn: Day | null;
}

/** More than this a person has not had: the next one's numbers begin here. */
const MOST_CASES = 5;
/** Above the ids of the demo's cases, in which a person has ten at most. */
const FIRST_PROVINCE_CASE_ID = 100_000_000_001;

const pickClosed = weighted<Closed>([
  ["GRANTED", 52],
  ["DELIVERED", 38],
  ["REFUSED", 4],
  ["WITHDRAWN", 3],
  ["NOT_ACCEPTED", 2],
  ["TERMINATED", 1],
]);
const pickFresh = weighted<Status>([
  ["RECEIVED", 70],
  ["CORRECTION_REQUESTED", 30],
]);
const pickUnderWay = weighted<Status>([
  ["ACCEPTED", 45],
  ["IN_REVIEW", 45],
  ["SUSPENDED", 10],
]);

const OVERDUE_SHARE = 0.03;
const AGENT_SHARE = { old: 0.35, other: 0.04 };

export const cases: SeededDepartment = {
  name: "cases",
  tables: madeUpColumns(described),
  afterwards: "select cases.recount()",
  writePerson(person, world, rows) {
    const random = new Random(world.seed, "cases", -person.index - 1);
    const { sequence, firstId, drafts } = casesOf(person, world);
    drafts.forEach((draft, order) => {
      const { item, origin } = draft;
      const { status, openedOn, acceptedOn, dueOn, closedOn } = courseOf(random, draft, person, world);
      const [drawn] = random.pick(item.businesses);
      addRow(rows, described.cases, person, world, {
        caseId: firstId + order,
        number: caseNumberOf(sequence + order, openedOn),
        itemCode: item.code,
        businessCode: businessCodeOf(item, draft.business ?? drawn),
        centreCode: origin === "ONLINE" ? null : centreCodeOf(person.village, world),
        status,
        origin,
        isByAgent: isByAgent(random, person, draft),
        openedOn: dayText(openedOn),
        acceptedOn: textOf(acceptedOn),
        dueOn: textOf(dueOn),
        closedOn: textOf(closedOn),
      });
    });
  },
};

function casesOf(person: Person, world: World): { sequence: number; firstId: number; drafts: readonly CaseDraft[] } {
  if (world.extent === "PROVINCE") {
    const { first, count } = provinceShareOf(person, world);
    return { sequence: first, firstId: FIRST_PROVINCE_CASE_ID + first, drafts: draftManyCases(person, world, count) };
  }
  const sequence = person.index * MOST_CASES;
  return { sequence, firstId: person.residentId * 10, drafts: draftCases(person, world).slice(0, MOST_CASES) };
}

// A prime above the most cases there can be, so that no two have the same number.
const MODULUS = 99_999_989;
const FACTOR = 61_803_399;

/** Scattered like source keys, so that neighbours in the register do not have neighbouring numbers. */
function caseNumberOf(sequence: number, openedOn: Day): string {
  const scattered = (sequence * FACTOR + FACTOR) % MODULUS;
  return `${dayText(openedOn).slice(0, 4)}-${String(scattered).padStart(8, "0")}`;
}

/** The service centre that stands in the village's township. */
function centreCodeOf({ township }: Village, world: World): string | null {
  const places = placesOf(world);
  let codes = centreCodes.get(places);
  if (codes === undefined) {
    codes = new Map(centresIn(places).map(({ standsIn, code }) => [standsIn, code]));
    centreCodes.set(places, codes);
  }
  return codes.get(township.code) ?? null;
}

const centreCodes = new WeakMap<Places, ReadonlyMap<string, string>>();

function courseOf(random: Random, { item, day, outcome }: CaseDraft, { birth }: Person, { today }: World): Course {
  const days = Math.max(1, random.between(Math.ceil(item.workingDays / 3), item.workingDays));
  if (outcome === "GRANTED") {
    const openedOn = Math.max(birth, day - days - Math.floor(days / 5) * 2);
    const dueOn = addWorkingDays(openedOn, Math.max(item.workingDays, days + 1));
    return { status: "GRANTED", openedOn, acceptedOn: openedOn, dueOn, closedOn: day };
  }
  const openedOn = day;
  const acceptedOn = addWorkingDays(openedOn, item.workingDays === 0 ? 0 : random.between(0, 2));
  const dueOn = addWorkingDays(acceptedOn, item.workingDays);
  const isLate = random.isTrue(OVERDUE_SHARE) && item.workingDays > 0;
  const decidedOn = isLate ? addWorkingDays(dueOn, random.between(1, 5)) : addWorkingDays(acceptedOn, days - 1);
  if (outcome === "DRAWN" && decidedOn < today) {
    const status = pickClosed(random);
    const isAccepted = status !== "NOT_ACCEPTED";
    return {
      status,
      openedOn,
      acceptedOn: isAccepted ? acceptedOn : null,
      dueOn: isAccepted ? dueOn : null,
      closedOn: isAccepted ? decidedOn : acceptedOn,
    };
  }
  if (acceptedOn >= today)
    return { status: pickFresh(random), openedOn, acceptedOn: null, dueOn: null, closedOn: null };
  const isPublished = item.department === "civil-affairs" && random.isTrue(0.3);
  return { status: isPublished ? "IN_PUBLICITY" : pickUnderWay(random), openedOn, acceptedOn, dueOn, closedOn: null };
}

/** Parents ask for their children, and many of the old send somebody. */
function isByAgent(random: Random, { age }: Person, { origin }: CaseDraft): boolean {
  const isAsked = random.isTrue(age >= 70 ? AGENT_SHARE.old : AGENT_SHARE.other);
  return age < 16 || (isAsked && origin !== "ONLINE");
}

function textOf(day: Day | null): string | null {
  return day === null ? null : dayText(day);
}
