import type { Rows } from "../../hub/copy/rows.ts";
import { type Day, dayText } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import type { Person, VisitFacts, World } from "../people/person.ts";
import { demoAccounts } from "./demo-accounts.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { drawVisits } from "./visits.ts";

/** Of places without a demo account for visits. */
const ACCOUNT_ELSEWHERE = "5000009999";
/** Nothing is ever sent again under the keys of seeded rows. */
const SEEDED = "seeded";

export const grid: SeededDepartment = {
  name: "grid",
  tables: {
    residents: ["resident_id", "area_code"],
    visits: [
      "resident_id",
      "visit_id",
      "area_code",
      "visited_on",
      "visitor",
      "kind",
      "outcome",
      "note",
      "recorded_by",
      "client_key",
      "content_hash",
      "recorded_at",
    ],
    findings: ["resident_id", "visit_id", "finding_id", "area_code", "kind", "severity", "note"],
    follow_ups: [
      "resident_id",
      "visit_id",
      "follow_up_id",
      "area_code",
      "kind",
      "due_on",
      "note",
      "done_on",
      "result",
      "done_by",
      "done_key",
      "done_hash",
      "done_at",
    ],
  },
  writePerson(person, world, rows) {
    rows.add("residents", [person.residentId, person.village.code]);
    const visits = person.story?.visits ?? drawVisits(new Random(world.seed, "visits", person.index), person, world);
    visits.forEach((visit, order) => writeVisit(rows, person, world, visit, order));
  },
};

function writeVisit(rows: Rows, person: Person, world: World, visit: VisitFacts, order: number): void {
  const { residentId, village } = person;
  const visitId = residentId * 100 + order;
  const visited = world.today - visit.daysAgo;
  const account = accountOf(village.code, visit.visitor);
  const key = `${SEEDED}-${visitId}`;
  const { visitor, kind, outcome, note } = visit;
  const recorded = [account, key, SEEDED, eveningOf(visited)];
  rows.add("visits", [residentId, visitId, village.code, dayText(visited), visitor, kind, outcome, note, ...recorded]);
  visit.findings.forEach((finding, at) => {
    const { severity } = finding;
    rows.add("findings", [residentId, visitId, at + 1, village.code, finding.kind, severity, finding.note]);
  });
  visit.followUps.forEach((followUp, at) => {
    const { dueAfter, doneAfter } = followUp;
    const done = doneAfter === null ? null : visited + doneAfter;
    rows.add("follow_ups", [
      residentId,
      visitId,
      at + 1,
      village.code,
      followUp.kind,
      dayText(visited + dueAfter),
      followUp.note,
      ...(done === null
        ? [null, null, null, null, null, null]
        : [dayText(done), followUp.result, account, key, SEEDED, eveningOf(done)]),
    ]);
  });
}

/** The account of the place that does this kind of visit. */
function accountOf(villageCode: string, visitor: VisitFacts["visitor"]): string {
  const role = visitor === "GRID_WORKER" ? "grid_worker" : "village_worker";
  const account = demoAccounts.find((one) => one.role === role && villageCode.startsWith(one.areas[0]));
  return account?.accountId ?? ACCOUNT_ELSEWHERE;
}

/** Visits are recorded when the round is over. */
function eveningOf(day: Day): string {
  return `${dayText(day)} 17:30:00+08`;
}
