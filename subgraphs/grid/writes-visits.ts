import { sql } from "drizzle-orm";
import { changeOnce } from "../shared/change-once.ts";
import { holdArea } from "../shared/follow-area.ts";
import { isId, type LoaderContext } from "../shared/loader.ts";
import { defineRead, defineWrite } from "../shared/read.ts";
import type { Transaction, Work } from "../shared/transaction.ts";
import type { Viewer } from "../shared/viewer.ts";
import { keyOfVisit } from "./loaders-keys.ts";
import { visitableResidents } from "./policies.ts";
import { findings, followUps, residents, visits } from "./tables.ts";
import { failure, keyFailures, wordsOf } from "./writes-checks.ts";
import { earlierHashOf, requireSame } from "./writes-earlier-keys.ts";

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

type Visit = Omit<RecordVisitInput, "key">;

// More than this is a survey, and no visit.
const MOST_FINDINGS = 10;
const MOST_FOLLOW_UPS = 10;
const LATEST_DUE_DAYS = 366;
const MS_PER_DAY = 86_400_000;

const text = (name: string) => sql`${sql.placeholder(name)}::text`;
const residentId = sql`${sql.placeholder("residentId")}::bigint`;

const visitable = defineRead(
  // A worker without a network records at the end of the week. A month later it would be from memory.
  { areaCode: residents.areaCode, today: sql<string>`grid.today()`, earliest: sql<string>`grid.today() - 31` },
  sql`from ${residents} where ${residents.residentId} = ${residentId} and ${visitableResidents}`,
);
const recordedUnder = defineRead(
  { visitId: visits.visitId, hash: visits.contentHash },
  sql`from ${visits} where ${visits.residentId} = ${residentId} and ${visits.recordedBy} = ${text("account")}
    and ${visits.clientKey} = ${text("key")}`,
);
const enterVisit = defineWrite(
  { visitId: visits.visitId },
  sql`insert into ${visits} (resident_id, area_code, visited_on, visitor, kind, outcome, note, recorded_by, client_key,
    content_hash) values (${residentId}, ${text("areaCode")}, ${text("visited_on")}::date, ${text("visitor")},
    ${text("kind")}, ${text("outcome")}, ${text("note")}, ${text("account")}, ${text("key")}, ${text("hash")})
    on conflict (resident_id, recorded_by, client_key) do nothing`,
);
const ofVisit = sql`${residentId}, ${sql.placeholder("visitId")}::bigint, given.position, ${text("areaCode")}`;
const rows = sql`jsonb_to_recordset(${sql.placeholder("rows")}::text::jsonb)`;
const enterFindings = defineWrite(
  {},
  sql`insert into ${findings} (resident_id, visit_id, finding_id, area_code, kind, severity, note)
    select ${ofVisit}, given.kind, given.severity, given.note
    from ${rows} as given(position bigint, kind text, severity text, note text)`,
);
const enterFollowUps = defineWrite(
  {},
  sql`insert into ${followUps} (resident_id, visit_id, follow_up_id, area_code, kind, due_on, note)
    select ${ofVisit}, given.kind, given.due_on, given.note
    from ${rows} as given(position bigint, kind text, due_on date, note text)`,
);

// A visit is where the resident lives, also of one who moves at this moment.
const holdOwnArea = holdArea("grid");

/** Records a visit with all that came of it, in the area the resident lives in, and gives its id. */
export async function recordVisit(context: LoaderContext, { key, ...visit }: RecordVisitInput): Promise<string> {
  checkFollowUps(visit);
  const { residentId, visitedOn } = visit;
  const { findings: foundThere, follow_ups: toDo, ...columns } = contentOf(visit, context.viewer);
  const hash = earlierHashOf({ ...columns, findings: foundThere, follow_ups: toDo });
  const request = { key, mutation: "recordVisit", content: visit };
  const record: Work<{ readonly visitId: string }> = async (transaction) => {
    if (isId(residentId)) await transaction.run(holdOwnArea, { residentId });
    const [resident] = isId(residentId) ? await transaction.run(visitable, { residentId }) : [];
    if (resident === undefined) {
      throw failure("NOT_FOUND", "There is no such resident, or none you may visit.", "residentId");
    }
    const { areaCode } = resident;
    const earlier = await visitUnder(transaction, { residentId, key, hash });
    if (earlier !== null) return earlier;
    requireDay(visitedOn, resident);
    const [made] = await transaction.run(enterVisit, { residentId, areaCode, key, hash, ...columns });
    // The version before has recorded it this moment.
    if (made === undefined) return (await visitUnder(transaction, { residentId, key, hash })) ?? neverRecorded();
    const ofVisit = { residentId, areaCode, visitId: made.visitId };
    await transaction.run(enterFindings, { ...ofVisit, rows: JSON.stringify(foundThere) });
    await transaction.run(enterFollowUps, { ...ofVisit, rows: JSON.stringify(toDo) });
    return made;
  };
  return keyOfVisit({ residentId, ...(await changeOnce(context, request, record, keyFailures)) });
}

interface EarlierEntry {
  readonly residentId: string;
  readonly key: string;
  readonly hash: string;
}

/** The visit that the version before has recorded under the key; null where it has recorded none. */
async function visitUnder(transaction: Transaction, { residentId, key, hash }: EarlierEntry) {
  const [visit] = await transaction.run(recordedUnder, { residentId, key });
  if (visit === undefined) return null;
  requireSame(visit.hash, hash);
  return { visitId: visit.visitId };
}

function neverRecorded(): never {
  throw new Error("the visit was neither recorded nor there");
}

function requireDay(visitedOn: string, { today, earliest }: { readonly today: string; readonly earliest: string }) {
  if (visitedOn > today) {
    throw failure("DAY_TO_COME", "input.visitedOn is a day that has not come yet.", "visitedOn");
  }
  if (visitedOn >= earliest) return;
  const message = "input.visitedOn is more than 31 days ago: such a visit is not recorded.";
  throw failure("VISIT_TOO_OLD", message, "visitedOn");
}

function checkFollowUps({ findings, followUps, visitedOn }: Visit): void {
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
function contentOf(input: Visit, { roles }: Viewer) {
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
