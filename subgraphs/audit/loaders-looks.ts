import { type AnyColumn, sql } from "drizzle-orm";
import { type LoaderContext, manyByKeyAndValues } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { claimsAreSet, defineReadAround, type RowOf } from "../shared/read.ts";
import { visibleLooks } from "./policies.ts";
import { accessRecords, dutyJudgements, fieldLists, lookedAt, seals } from "./tables.ts";

/** As JSON, so that lists arrive as lists without a look-up of array types on connect. */
export const list = (column: AnyColumn) => sql<string[]>`to_json(${column})`;

/** A list of fields: of the lists the record names, or as an older record holds it itself. */
export const listed = (column: "returned" | "masked" | "refused") => sql<string[]>`to_json(coalesce(
  ${accessRecords[column]},
  (select ${fieldLists[column]} from ${fieldLists} where ${fieldLists.fieldListsId} = ${accessRecords.fieldListsId})))`;

/** What may be told of a look to the person it is about: nothing of the others in the same answer. */
export const lookColumns = {
  id: accessRecords.recordId,
  position: sql<string>`${accessRecords.position}`,
  recordedAt: accessRecords.recordedAt,
  requestId: accessRecords.requestId,
  viewerId: accessRecords.viewerId,
  viewerOffice: accessRecords.viewerOffice,
  viewerRoles: list(accessRecords.roles),
  viewerAreas: list(accessRecords.areas),
  viewerDepartment: accessRecords.department,
  purpose: accessRecords.purpose,
  returnedFields: listed("returned"),
  maskedFields: listed("masked"),
  seal: sql<
    number | null
  >`(select ${seals.number} from ${seals} where ${seals.positions} @> ${accessRecords.position})`,
};

const pageOfLooks = {
  ...lookColumns,
  isJustified: sql<
    boolean | null
  >`(select ${dutyJudgements.isJustified} from ${dutyJudgements} where ${dutyJudgements.recordId} = ${accessRecords.recordId})`,
  pseudonym: sql<string>`wanted.key`,
};
export type LookRow = RowOf<typeof pageOfLooks>;

const afterId = sql`${sql.placeholder("afterId")}::bigint`;
const isAfter = (column: AnyColumn) => sql`(${afterId} is null or ${column} < ${afterId})`;
// Where the looks at one person are: in the index, or behind its end.
const positionsOf = sql`select ${lookedAt.position} as position from ${lookedAt}
    where ${lookedAt.pseudonym} = wanted.key and ${isAfter(lookedAt.position)}
  union all
  select ${accessRecords.position} from ${accessRecords}
    where ${accessRecords.transaction} >= audit.complete_before()
      and ${accessRecords.residents} @> array[wanted.key] and ${isAfter(accessRecords.position)}
      and not exists (select from ${lookedAt}
        where ${lookedAt.pseudonym} = wanted.key and ${lookedAt.position} = ${accessRecords.position})`;

/**
 * The newest looks at each person of the batch: those in the sealer's index, and those it has not come to yet. The
 * claim of one's own pseudonym is set in the same statement. Each claim stands as a condition of a whole sub-select
 * that `offset 0` keeps together: only so is no row policy worked out before both are set.
 */
const newestLooks = defineReadAround(
  pageOfLooks,
  (columns) => sql`select claimed.* from audit.set_own_pseudonym(${sql.placeholder("ownPseudonym")}::text) as own(ok),
    lateral (
      select page.* from unnest(${sql.placeholder("keys")}::text[]) as wanted(key), lateral (
        select ${columns} from (${positionsOf}) as looks
        join ${accessRecords} on ${accessRecords.position} = looks.position
        where ${visibleLooks} and (${sql.placeholder("notBy")}::text is null or ${accessRecords.viewerId} <> ${sql.placeholder("notBy")}::text)
        order by looks.position desc limit ${sql.placeholder("limit")}::int
      ) as page where own.ok offset 0
    ) as claimed where ${claimsAreSet} offset 0`,
);

const LOOKS: ListOrder = { list: "looks", sort: "none" };

/** Pages of looks at residents, one SELECT for all residents of a batch. */
export function loadLooksBy(
  context: LoaderContext,
): (residentId: string, onlyOthers: boolean, page: PageArguments) => Promise<Connection<LookRow>> {
  const { viewer, pseudonymOf } = context;
  const looks = manyByKeyAndValues(context, newestLooks, (row) => row.pseudonym, isPseudonym);
  return async (residentId, onlyOthers, page) => {
    const values = pageValues(page, LOOKS);
    const claims = {
      ownPseudonym: viewer.residentId === null ? "" : pseudonymOf(viewer.residentId),
      notBy: onlyOthers ? viewer.id : null,
      isAuditor: String(viewer.grants.has("scope:audit:read")),
    };
    const rows = await looks.load({ key: pseudonymOf(residentId), values: { ...values, ...claims } });
    return toConnection(rows, values, LOOKS, (row) => ["0", row.position]);
  };
}

const isPseudonym = (key: string) => key !== "";
