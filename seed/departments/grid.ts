import { rows as described } from "../../subgraphs/grid/rows.ts";
import type { Rows } from "../../hub/copy/rows.ts";
import { type Day, dayText } from "../draw/calendar.ts";
import { Random } from "../draw/random.ts";
import type { Person, VisitFacts, World } from "../people/person.ts";
import { demoAccounts } from "./demo-accounts.ts";
import { addRow, madeUpColumns } from "./made-up-rows.ts";
import type { SeededDepartment } from "./seeded-department.ts";
import { drawVisits } from "./visits.ts";

/** Of places without a demo account for visits. */
const ACCOUNT_ELSEWHERE = "5000009999";
/** Nothing is ever sent again under the keys of seeded rows. */
const SEEDED = "seeded";

export const grid: SeededDepartment = {
  name: "grid",
  tables: madeUpColumns(described),
  writePerson(person, world, rows) {
    addRow(rows, described.residents, person, world, {});
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
  addRow(rows, described.visits, person, world, {
    visitId,
    visitedOn: dayText(visited),
    visitor,
    kind,
    outcome,
    note,
    recordedBy: account,
    clientKey: key,
    contentHash: SEEDED,
    recordedAt: eveningOf(visited),
  });
  visit.findings.forEach((finding, at) => {
    addRow(rows, described.findings, person, world, { visitId, findingId: at + 1, ...finding });
  });
  visit.followUps.forEach(({ dueAfter, doneAfter, result, ...followUp }, at) => {
    const done = doneAfter === null ? null : visited + doneAfter;
    addRow(rows, described.followUps, person, world, {
      visitId,
      followUpId: at + 1,
      ...followUp,
      dueOn: dayText(visited + dueAfter),
      ...(done === null
        ? { doneOn: null, result: null, doneBy: null, doneKey: null, doneHash: null, doneAt: null }
        : {
            doneOn: dayText(done),
            result,
            doneBy: account,
            doneKey: key,
            doneHash: SEEDED,
            doneAt: eveningOf(done),
          }),
    });
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
