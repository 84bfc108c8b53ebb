import { sql } from "drizzle-orm";
import { areaRange } from "../shared/area.ts";
import { type LoaderContext, manyByKey, oneByKey } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, defineReadAround, type RowOf } from "../shared/read.ts";
import { FOLLOW_UP_PARTS, isFollowUpKey, isVisitKey, keyOfVisit, partsOf, VISIT_PARTS } from "./loaders-keys.ts";
import { followUpsInAreas, visibleFollowUps } from "./policies.ts";
import { followUps } from "./tables.ts";

/** Which tasks a list holds. */
export type FollowUpState = "OPEN" | "OVERDUE" | "DONE";

const today = sql`grid.today()`;

const followUpColumns = {
  id: sql<string>`concat(${followUps.residentId}, '-', ${followUps.visitId}, '-', ${followUps.followUpId})`,
  residentId: followUps.residentId,
  visitId: followUps.visitId,
  followUpId: followUps.followUpId,
  kind: followUps.kind,
  dueOn: followUps.dueOn,
  doneOn: followUps.doneOn,
  isOverdue: sql<boolean>`(${followUps.doneOn} is null and ${followUps.dueOn} < ${today})`,
  note: followUps.note,
  result: followUps.result,
};
export type FollowUpRow = RowOf<typeof followUpColumns>;

const visitParts = sql`${followUps.residentId}, ${followUps.visitId}`;
const parts = sql`${visitParts}, ${followUps.followUpId}`;
const wanted = sql`unnest(${sql.placeholder("keys")}::text[]) as wanted(key)`;

const followUpsByVisit = defineReadAround(
  followUpColumns,
  (list) => sql`select found.* from ${wanted}, lateral (
    select ${list} from ${followUps}
    where (${visitParts}) = (${partsOf(sql`wanted.key`, VISIT_PARTS)}) and ${visibleFollowUps}
    order by ${followUps.followUpId}
  ) as found offset 0`,
);

const followUpsByKey = defineReadAround(
  followUpColumns,
  (list) => sql`select found.* from ${wanted}, lateral (
    select ${list} from ${followUps}
    where (${parts}) = (${partsOf(sql`wanted.key`, FOLLOW_UP_PARTS)}) and ${visibleFollowUps}
  ) as found offset 0`,
);

// One range of the index on areas; what lies between several areas, the rule leaves out.
const inAreas = sql`${followUpsInAreas} and ${followUps.areaCode} >= ${sql.placeholder("startArea")}::text collate "C"
  and ${followUps.areaCode} < ${sql.placeholder("endArea")}::text collate "C"`;
const afterId = sql`${sql.placeholder("afterId")}::text`;
const after = sql`${sql.placeholder("afterSort")}::date, ${partsOf(afterId, FOLLOW_UP_PARTS)}`;

const openPage = defineRead(
  followUpColumns,
  sql`from ${followUps} where ${inAreas} and ${followUps.doneOn} is null
    and (not ${sql.placeholder("isOverdue")}::text::boolean or ${followUps.dueOn} < ${today})
    and (${afterId} is null or (${followUps.dueOn}, ${parts}) > (${after}))
    order by ${followUps.dueOn}, ${parts} limit ${sql.placeholder("limit")}::int`,
);

const donePage = defineRead(
  followUpColumns,
  sql`from ${followUps} where ${inAreas} and ${followUps.doneOn} is not null
    and (${afterId} is null or (${followUps.doneOn}, ${parts}) < (${after}))
    order by ${followUps.doneOn} desc, ${followUps.residentId} desc, ${followUps.visitId} desc,
      ${followUps.followUpId} desc limit ${sql.placeholder("limit")}::int`,
);

const OPEN: ListOrder = { list: "open-follow-ups", sort: "day", id: "path" };
const DONE: ListOrder = { list: "done-follow-ups", sort: "day", id: "path" };

/** The reads of what is to be done after visits; one set per request. */
export function createFollowUpLoaders(context: LoaderContext) {
  return {
    followUpByKey: oneByKey(context, followUpsByKey, (row) => row.id, isFollowUpKey),
    followUpsByVisit: manyByKey(context, followUpsByVisit, keyOfVisit, isVisitKey),
    followUpPage: (state: FollowUpState, page: PageArguments) => loadPage(context, state, page),
  };
}

async function loadPage(
  { database, viewer }: LoaderContext,
  state: FollowUpState,
  page: PageArguments,
): Promise<Connection<FollowUpRow>> {
  const isDone = state === "DONE";
  const order = isDone ? DONE : OPEN;
  const values = pageValues(page, order);
  const { from, to } = areaRange(viewer.areas);
  const range = { startArea: from, endArea: to };
  const rows = isDone
    ? await database.read(viewer, donePage, { ...values, ...range })
    : await database.read(viewer, openPage, { ...values, ...range, isOverdue: String(state === "OVERDUE") });
  return toConnection(rows, values, order, (row) => [row.doneOn ?? row.dueOn, row.id]);
}
