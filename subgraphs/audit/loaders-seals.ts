import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, type RowOf } from "../shared/read.ts";
import { visibleSeals } from "./policies.ts";
import { sealKeys, seals } from "./tables.ts";

const sealColumns = {
  number: seals.number,
  fromPosition: sql<string>`lower(${seals.positions})`,
  toPosition: sql<string>`upper(${seals.positions}) - 1`,
  count: seals.recordCount,
  root: seals.root,
  signedAt: seals.sealedAt,
  keyId: seals.keyId,
  positions: sql<string>`${seals.positions}::text`,
  previousHash: seals.previousHash,
  signature: seals.signature,
  publicKey: sql<
    string | null
  >`(select ${sealKeys.jwk}::json ->> 'x' from ${sealKeys} where ${sealKeys.keyId} = ${seals.keyId})`,
};
type SealRow = RowOf<typeof sealColumns>;

const sealPage = defineRead(
  sealColumns,
  sql`from ${seals} where ${visibleSeals}
    and (${sql.placeholder("afterId")}::int is null or ${seals.number} < ${sql.placeholder("afterId")}::int)
    order by ${seals.number} desc limit ${sql.placeholder("limit")}::int`,
);

const SEALS: ListOrder = { list: "seals", sort: "none" };

/** One page of seals, newest first. */
export async function loadSeals(
  { database, viewer }: LoaderContext,
  page: PageArguments,
): Promise<Connection<SealRow>> {
  const values = pageValues(page, SEALS);
  const rows = await database.read(viewer, sealPage, { ...values });
  return toConnection(rows, values, SEALS, (row) => ["0", String(row.number)]);
}
