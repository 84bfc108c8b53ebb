import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, isAfterNamed, type RowOf } from "../shared/read.ts";
import { visibleObjections } from "./policies.ts";
import { accessRecords, objectionAnswers, objections } from "./tables.ts";

const objectionColumns = {
  id: objections.objectionId,
  lookId: objections.recordId,
  lookedAt: accessRecords.recordedAt,
  viewerId: accessRecords.viewerId,
  viewerName: accessRecords.viewerName,
  viewerOffice: accessRecords.viewerOffice,
  purpose: accessRecords.purpose,
  reason: objections.reason,
  objectedAt: objections.objectedAt,
  answer: sql<string | null>`${objectionAnswers.answer}`,
  answeredBy: sql<string | null>`${objectionAnswers.answeredBy}`,
  answeredAt: sql<string | null>`${objectionAnswers.answeredAt}`,
};
type ObjectionRow = RowOf<typeof objectionColumns>;

const joined = sql`${objections} join ${accessRecords} on ${accessRecords.recordId} = ${objections.recordId}
  left join ${objectionAnswers} on ${objectionAnswers.objectionId} = ${objections.objectionId}`;
const isAnswered = sql`${sql.placeholder("isAnswered")}::text::boolean`;

const objectionPage = defineRead(
  objectionColumns,
  sql`from ${joined} where ${visibleObjections}
    and (${isAnswered} is null or (${objectionAnswers.objectionId} is not null) = ${isAnswered})
    and ${isAfterNamed(objections, objections.objectionId, objections.position, visibleObjections)}
    order by ${objections.position} desc limit ${sql.placeholder("limit")}::int`,
);

const objectionById = defineRead(
  objectionColumns,
  sql`from ${joined} where ${visibleObjections} and ${objections.objectionId} = ${sql.placeholder("id")}::uuid`,
);

const OBJECTIONS: ListOrder = { list: "objections", sort: "none", id: "uuid" };

/** One page of objections, newest first. */
export async function loadObjections(
  { database, viewer }: LoaderContext,
  answered: boolean | null,
  page: PageArguments,
): Promise<Connection<ObjectionRow>> {
  const values = pageValues(page, OBJECTIONS);
  const given = { ...values, isAnswered: answered === null ? null : String(answered) };
  const rows = await database.read(viewer, objectionPage, given);
  return toConnection(rows, values, OBJECTIONS, (row) => ["0", row.id]);
}

export async function loadObjection({ database, viewer }: LoaderContext, id: string): Promise<ObjectionRow | null> {
  const [row] = await database.read(viewer, objectionById, { id });
  return row ?? null;
}
