import type { Sql } from "postgres";
import { finding, followUp, gridResident, visit } from "./rows/grid.ts";

/** What decides the rows of a person of the world. */
interface Person {
  readonly id: string;
  readonly hasRecords: boolean;
}

/** Newest first. Two of the same day are told apart by their ids. */
export function visitsOf(person: Person) {
  if (!person.hasRecords) return [];
  return ["2025-03-02", "2025-03-02", "2024-12-31"].map((visitedOn, at) => {
    const visitId = `${person.id}${9 - at}`;
    return {
      id: `${person.id}-${visitId}`,
      residentId: person.id,
      visitId,
      visitedOn,
      visitor: at === 0 ? "VILLAGE_WORKER" : "GRID_WORKER",
      kind: at === 0 ? "CARE" : "ROUTINE",
      outcome: at === 1 ? "NOT_MET" : "FINDINGS",
      note: at === 1 ? null : `走访${visitId}`,
      findings: at === 1 ? [] : findingsOf(visitId),
      followUps: at === 0 ? followUpsOf(person.id, visitId) : [],
    };
  });
}

function findingsOf(visitId: string) {
  return ["HEALTH", "HOUSING"].map((kind, at) => ({
    kind,
    severity: at === 0 ? "URGENT" : "NOTED",
    note: at === 0 ? `发现${visitId}` : null,
  }));
}

/** One is done, one is past its day, and one has time for as long as these tests will be run. */
function followUpsOf(residentId: string, visitId: string) {
  return ["2025-04-01", "2025-03-16", "2099-01-01"].map((dueOn, at) => ({
    __typename: "FollowUp",
    id: `${residentId}-${visitId}-${at + 1}`,
    residentId,
    kind: at === 0 ? "REPAIR" : "VISIT_AGAIN",
    dueOn,
    doneOn: at === 0 ? "2025-03-20" : null,
    isOverdue: at === 1,
    note: at === 2 ? null : `任务${visitId}${at}`,
    result: at === 0 ? `结果${visitId}` : null,
  }));
}

/** Puts in what Grid knows of a person. */
export async function insertCare(sql: Sql, person: Person, key: { residentId: string; areaCode: string }) {
  await gridResident(sql, key);
  for (const { visitId, findings, followUps, ...one } of visitsOf(person).reverse()) {
    await visit(sql, { ...key, ...one, id: visitId });
    for (const [at, found] of findings.entries()) await finding(sql, { ...key, visitId, id: `${at + 1}`, ...found });
    for (const [at, task] of followUps.entries()) await followUp(sql, { ...key, ...task, visitId, id: `${at + 1}` });
  }
}
