import { rows } from "../../subgraphs/grid/rows.ts";
import type { WorldPerson } from "../../subgraphs/shared/rows/described-table.ts";
import { type WorldRow, worldRows } from "./described-world.ts";

/** Newest first, with what is worked out of a row and what belongs to it. */
export function visitsOf(person: WorldPerson & { readonly hasRecords: boolean }) {
  if (!person.hasRecords) return [];
  return worldRows(rows.visits, person).map((row) => {
    const visitId = String(row["visitId"]);
    const isOfVisit = (one: WorldRow) => one["visitId"] === visitId;
    return {
      ...row,
      id: `${person.id}-${visitId}`,
      residentId: person.id,
      visitId,
      visitedOn: String(row["visitedOn"]),
      findings: worldRows(rows.findings, person).filter(isOfVisit),
      followUps: worldRows(rows.followUps, person).filter(isOfVisit).map(taskOf),
    };
  });
}

function taskOf(row: WorldRow) {
  const { residentId, visitId, followUpId } = row;
  const [dueOn, doneOn] = [String(row["dueOn"]), row["doneOn"] ?? null];
  return {
    ...row,
    __typename: "FollowUp",
    id: [residentId, visitId, followUpId].join("-"),
    residentId: String(residentId),
    dueOn,
    doneOn: doneOn === null ? null : String(doneOn),
    // These tests are run long after one of the days and long before the other.
    isOverdue: doneOn === null && dueOn < "2026",
  };
}
