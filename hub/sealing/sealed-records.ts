import type { ISql } from "postgres";
import { z } from "zod";

/** An entry of the access record as it is hashed and exported: every column but the database's own bookkeeping. */
export const sealedRecord = z.strictObject({
  position: z.string().regex(/^[1-9]\d{0,18}$/),
  id: z.string(),
  kind: z.string(),
  /** With microseconds, which a JavaScript date would drop. */
  recordedAt: z.string(),
  requestId: z.string(),
  viewerId: z.string(),
  /** Left out where the record has none, as all records do that were made before there were names. */
  viewerName: z.string().optional(),
  viewerOffice: z.string().optional(),
  areaCode: z.string(),
  roles: z.array(z.string()),
  areas: z.array(z.string()),
  department: z.string().nullable(),
  purpose: z.string().nullable(),
  rolesHash: z.string(),
  operationHash: z.string(),
  operationName: z.string().nullable(),
  returned: z.array(z.string()),
  masked: z.array(z.string()),
  refused: z.array(z.string()),
  residents: z.array(z.string()),
});
export type SealedRecord = z.infer<typeof sealedRecord>;

type StoredRecord = Omit<SealedRecord, "viewerName" | "viewerOffice"> & {
  viewerName: string | null;
  viewerOffice: string | null;
};

/** A member that is not there is not hashed either, so records of every version have one form, and the seals they had. */
function withoutMissing({ viewerName, viewerOffice, ...record }: StoredRecord): SealedRecord {
  return {
    ...record,
    ...(viewerName === null ? {} : { viewerName }),
    ...(viewerOffice === null ? {} : { viewerOffice }),
  };
}

// Lists as JSON: the connection does not look up the types of arrays.
const list = (column: string) => `to_json(${column}) as ${column}`;
// What thousands of records have in common stands beside them once, and is hashed and exported with each.
const listed = (column: string) => `to_json(coalesce(access_records.${column}, (
  select field_lists.${column} from audit.field_lists where field_lists.field_lists_id = access_records.field_lists_id
  ))) as ${column}`;
const COLUMNS = `position::text as position, record_id::text as id, kind,
  to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt",
  request_id as "requestId", viewer_id as "viewerId",
  viewer_name as "viewerName", viewer_office as "viewerOffice", area_code as "areaCode", ${list("roles")}, ${list("areas")},
  department, purpose, roles_hash as "rolesHash", operation_hash as "operationHash", operation_name as "operationName",
  ${listed("returned")}, ${listed("masked")}, ${listed("refused")}, ${list("residents")}`;

/** A record that is to be sealed, and the transaction it came with. */
interface UnsealedRecord {
  readonly record: SealedRecord;
  readonly transaction: bigint;
}

/** What one look at the end of the log found. */
export interface Unsealed {
  /** In the order of their transactions. */
  readonly records: readonly UnsealedRecord[];
  /** Transactions before this one had ended when it was looked. */
  readonly endedBefore: bigint;
}

/**
 * The next records without a seal, `most` of them. Positions become visible out of order: a transaction that was given
 * its positions early may end late. So what is new is found by transactions. All records of those before
 * `completeBefore` are sealed; of the others some may be, and those the seals themselves name.
 */
export async function readUnsealed(sql: ISql, completeBefore: bigint, most: number): Promise<Unsealed> {
  // One statement, and so one snapshot: what it does not see belongs to a transaction it counts as not ended.
  const rows = await sql.unsafe<(StoredRecord & { transaction: string | null; endedBefore: string })[]>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as "endedBefore", r.*
     from (select) as always left join lateral (
       select ${COLUMNS}, transaction::text as transaction from audit.access_records
       where ${isUnsealed("$1::text")} order by access_records.transaction, access_records.position limit $2
     ) as r on true`,
    [String(completeBefore), most],
  );
  const records = rows.flatMap(({ transaction, endedBefore: _, ...record }) =>
    // Without any record, the outer join gives one row of nulls.
    transaction === null ? [] : [{ record: withoutMissing(record), transaction: BigInt(transaction) }],
  );
  return { records, endedBefore: BigInt(rows[0]?.endedBefore ?? "0") };
}

/** How many records have no seal yet. */
export async function countUnsealed(sql: ISql): Promise<number> {
  const [row] = await sql.unsafe<{ count: string }[]>(
    `select count(*)::text as count from audit.access_records,
       (select audit.complete_before()::text) as given(since) where ${isUnsealed("given.since")}`,
  );
  return Number(row?.count ?? 0);
}

// Columns are named with their table: by itself `transaction` would be the text of the SELECT, where 999 comes after 1000.
// The few seals that reach into these transactions, joined to one set, in which looking a position up is quick.
const isUnsealed = (since: string) => `access_records.transaction >= ${since}::xid8 and not access_records.position <@ (
  select coalesce(range_agg(positions), '{}'::int8multirange) from audit.seals where last_transaction >= ${since}::xid8)`;

/** The records of a seal that are still there, in the order of their positions. */
export async function readSealed(sql: ISql, positions: string): Promise<SealedRecord[]> {
  const rows = await sql.unsafe<StoredRecord[]>(
    `select ${COLUMNS} from audit.access_records
     where access_records.position between lower($1::text::int8multirange) and upper($1::text::int8multirange) - 1
       and access_records.position <@ $1::text::int8multirange
     order by access_records.position`,
    [positions],
  );
  return rows.map(withoutMissing);
}
