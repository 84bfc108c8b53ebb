import { sql } from "drizzle-orm";
import { isId, type LoaderContext } from "../shared/loader.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import type { Viewer } from "../shared/viewer.ts";
import { keyOfVisit } from "./loaders-keys.ts";
import { type CompleteFollowUpInput, completeFollowUp } from "./writes-follow-ups.ts";
import { checkKey, failure, hashOf, wordsOf } from "./writes-checks.ts";

interface FindingInput {
  readonly kind: string;
  readonly severity: string;
  readonly note?: string | null;
}

interface FollowUpInput {
  readonly kind: string;
  readonly dueOn: string;
  readonly note?: string | null;
}

export interface RecordVisitInput {
  readonly key: string;
  readonly residentId: string;
  readonly visitedOn: string;
  readonly kind: string;
  readonly isMet: boolean;
  readonly findings: readonly FindingInput[];
  readonly followUps: readonly FollowUpInput[];
  readonly note?: string | null;
}

// More than this is a survey, and no visit.
const MOST_FINDINGS = 10;
const MOST_FOLLOW_UPS = 10;
const LATEST_DUE_DAYS = 366;
const MS_PER_DAY = 86_400_000;

const recordOne = defineRead(
  {
    visitId: sql<string | null>`made.visit`,
    outcome: sql<"recorded" | "same" | "other" | "future" | "late">`made.outcome`,
  },
  sql`from grid.record_visit(${sql.placeholder("account")}::text, ${sql.placeholder("residentId")}::bigint,
    ${sql.placeholder("key")}::text, ${sql.placeholder("hash")}::text, ${sql.placeholder("content")}::text::jsonb)
    as made(visit, outcome) where ${claimsAreSet}`,
);

/** The changes of the Grid department: one statement each, which is one transaction. */
export function createWrites(context: LoaderContext) {
  return {
    recordVisit: (input: RecordVisitInput) => recordVisit(context, input),
    completeFollowUp: (input: CompleteFollowUpInput) => completeFollowUp(context, input),
  };
}

/** Records a visit with all that came of it, and gives its id. */
async function recordVisit({ database, viewer }: LoaderContext, input: RecordVisitInput): Promise<string> {
  checkKey(input.key);
  checkFollowUps(input);
  const { residentId, key } = input;
  const content = contentOf(input, viewer);
  if (!isId(residentId)) throw noResident();
  const values = { account: viewer.id, residentId, key, hash: hashOf(content), content: JSON.stringify(content) };
  const [made] = await database.write(viewer, recordOne, values);
  switch (made?.outcome) {
    case "recorded":
    case "same":
      if (made.visitId === null) throw noResident();
      return keyOfVisit({ residentId, visitId: made.visitId });
    case "other":
      throw failure("KEY_USED", "Another visit has been recorded under this key: take a new one.", "key");
    case "future":
      throw failure("DAY_TO_COME", "input.visitedOn is a day that has not come yet.", "visitedOn");
    case "late":
      throw failure(
        "VISIT_TOO_OLD",
        "input.visitedOn is more than 31 days ago: such a visit is not recorded.",
        "visitedOn",
      );
    default:
      throw noResident();
  }
}

const noResident = () => failure("NOT_FOUND", "There is no such resident, or none you may visit.", "residentId");

function checkFollowUps({ findings, followUps, visitedOn }: RecordVisitInput): void {
  if (findings.length > MOST_FINDINGS) {
    throw failure("TOO_MANY_ROWS", `input.findings may hold ${MOST_FINDINGS}.`, "findings");
  }
  if (followUps.length > MOST_FOLLOW_UPS) {
    throw failure("TOO_MANY_ROWS", `input.followUps may hold ${MOST_FOLLOW_UPS}.`, "followUps");
  }
  for (const [at, { dueOn }] of followUps.entries()) {
    const days = (Date.parse(dueOn) - Date.parse(visitedOn)) / MS_PER_DAY;
    if (days >= 0 && days <= LATEST_DUE_DAYS) continue;
    throw failure(
      "INVALID_DUE_DAY",
      `input.followUps: dueOn must be a day within ${LATEST_DUE_DAYS} from visitedOn on.`,
      `followUps[${at}].dueOn`,
    );
  }
}

/** What is kept of a visit, in the columns' names and in one order, so that the same visit has the same hash. */
function contentOf(input: RecordVisitInput, { roles }: Viewer) {
  const { visitedOn, kind, isMet, findings, followUps, note } = input;
  const outcome = findings.length > 0 ? "FINDINGS" : isMet ? "NOTHING_FOUND" : "NOT_MET";
  return {
    visited_on: visitedOn,
    visitor: roles.includes("grid_worker") ? "GRID_WORKER" : "VILLAGE_WORKER",
    kind,
    outcome,
    note: wordsOf(note, "note"),
    findings: findings.map((one, at) => ({
      position: at + 1,
      kind: one.kind,
      severity: one.severity,
      note: wordsOf(one.note, `findings[${at}].note`),
    })),
    follow_ups: followUps.map((one, at) => ({
      position: at + 1,
      kind: one.kind,
      due_on: one.dueOn,
      note: wordsOf(one.note, `followUps[${at}].note`),
    })),
  };
}
