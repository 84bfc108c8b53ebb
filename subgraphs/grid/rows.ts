import { column, describeTable, type GivenRow, kept, key } from "../shared/rows/described-table.ts";
import { instant, one, text, type Value } from "../shared/rows/drawn-values.ts";
import { findings, followUps, residents, visits } from "./tables.ts";

/** Visits of a person of the tests' world, newest first. Two of the same day are told apart by their ids. */
const visitsInWorld = (id: string) =>
  ["2025-03-02", "2025-03-02", "2024-12-31"].map((visitedOn, at) => ({ at, visitedOn, visitId: `${id}${9 - at}` }));

/** What is there once the task is done. */
const onceDone =
  (value: Value | ((row: GivenRow) => Value)) =>
  (row: GivenRow): Value => {
    if (row["doneOn"] === null) return null;
    return typeof value === "function" ? value(row) : value;
  };

export const rows = {
  /** Whom the grid may visit, no field tells. */
  residents: describeTable(residents, { toldBy: [], columns: {}, inWorld: () => [{}] }),
  visits: describeTable(visits, {
    toldBy: ["Resident.visits"],
    columns: {
      visitId: key(),
      visitedOn: kept("2025-05-06", "Visit.visitedOn"),
      visitor: column(one("GRID_WORKER", "VILLAGE_WORKER"), "GRID_WORKER", "Visit.visitor"),
      kind: column(one("ROUTINE", "REFERRED", "RETURN"), "ROUTINE", "Visit.kind"),
      outcome: column(one("NOTHING_FOUND", "NOT_MET"), "NOTHING_FOUND", "Visit.outcome"),
      note: column(text, null, "Visit.note"),
      // Which account recorded it, and how, no field tells.
      recordedBy: column(text, "504"),
      clientKey: column(text, ({ visitId }) => `key-of-visit-${String(visitId)}`),
      contentHash: column(text, "hash"),
      recordedAt: column(instant, undefined),
    },
    inWorld: ({ id }) =>
      visitsInWorld(id).map(({ at, visitedOn, visitId }) => ({
        visitId,
        visitedOn,
        visitor: at === 0 ? "VILLAGE_WORKER" : "GRID_WORKER",
        kind: at === 0 ? "CARE" : "ROUTINE",
        outcome: at === 1 ? "NOT_MET" : "FINDINGS",
        note: at === 1 ? null : `走访${visitId}`,
        recordedBy: "504",
        clientKey: `key-of-visit-${visitId}`,
        contentHash: "hash",
      })),
  }),
  findings: describeTable(findings, {
    toldBy: ["Visit.findings"],
    columns: {
      visitId: key(),
      findingId: key(),
      kind: column(one("HEALTH", "CARE", "OTHER"), "HEALTH", "Finding.kind"),
      severity: column(one("NOTED", "SERIOUS"), "NOTED", "Finding.severity"),
      note: column(text, null, "Finding.note"),
    },
    inWorld: ({ id }) =>
      visitsInWorld(id)
        .filter(({ at }) => at !== 1)
        .flatMap(({ visitId }) =>
          ["HEALTH", "HOUSING"].map((kind, at) => ({
            visitId,
            findingId: `${at + 1}`,
            kind,
            severity: at === 0 ? "URGENT" : "NOTED",
            note: at === 0 ? `发现${visitId}` : null,
          })),
        ),
  }),
  /** Open unless a day is given. */
  followUps: describeTable(followUps, {
    toldBy: ["Visit.followUps", "Query.followUps"],
    columns: {
      visitId: key(),
      followUpId: key(),
      kind: column(one("REPAIR", "HEALTH_REFERRAL"), "VISIT_AGAIN", "FollowUp.kind"),
      // By these two tasks are sorted, and told to be overdue.
      dueOn: kept("2099-01-01", "FollowUp.dueOn"),
      note: column(text, null, "FollowUp.note"),
      doneOn: kept(null, "FollowUp.doneOn"),
      result: column(text, null, "FollowUp.result"),
      doneBy: column(text, onceDone("504")),
      doneKey: column(
        text,
        onceDone(({ followUpId }) => `key-of-task-${String(followUpId)}`),
      ),
      doneHash: column(text, onceDone("hash")),
      doneAt: column(
        instant,
        onceDone(({ doneOn }) => `${String(doneOn)}T09:00:00Z`),
      ),
    },
    // One is done, one is past its day, and one has time for as long as these tests will be run.
    inWorld: ({ id }) =>
      visitsInWorld(id)
        .slice(0, 1)
        .flatMap(({ visitId }) =>
          [
            { dueOn: "2025-04-01", kind: "REPAIR", note: `任务${visitId}0`, ...done(`结果${visitId}`) },
            { dueOn: "2025-03-16", kind: "VISIT_AGAIN", note: `任务${visitId}1`, ...OPEN },
            { dueOn: "2099-01-01", kind: "VISIT_AGAIN", note: null, ...OPEN },
          ].map((row, at) => ({ visitId, followUpId: `${at + 1}`, ...row })),
        ),
  }),
};

const OPEN = { doneOn: null, result: null, doneBy: null, doneKey: null, doneHash: null, doneAt: null };

function done(result: string) {
  const said = { doneBy: "504", doneKey: "key-of-task-1", doneHash: "hash", doneAt: "2025-03-20T09:00:00Z" };
  return { doneOn: "2025-03-20", result, ...said };
}
