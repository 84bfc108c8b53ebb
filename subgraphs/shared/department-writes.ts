import { sql } from "drizzle-orm";
import { pgSchema } from "drizzle-orm/pg-core";
import { claimsAreSet, defineRead, defineWrite } from "./read.ts";
import { outboxIn, requestKeysIn } from "./write-tables.ts";

/** The first statement of a transaction: from then on its statements see the claims, and the account that acts. */
export const setWriter = defineRead(
  { isSet: sql<boolean>`claims.are_set` },
  sql`from onedoor.set_writer(${sql.placeholder("areas")}::text[], ${sql.placeholder("ownResident")}::bigint,
    ${sql.placeholder("account")}::text) as claims(are_set)`,
);

/** What every department that takes changes does with its own outbox and keys (migrations/shared/0003_prepare_writes.sql). */
export function departmentWrites(department: string) {
  const schema = pgSchema(department.replaceAll("-", "_"));
  const [outbox, keys] = [outboxIn(schema), requestKeysIn(schema)];
  const key = sql`${sql.placeholder("key")}::text`;
  const isHeld = sql`${keys.account} = ${sql.placeholder("account")}::text and ${keys.key} = ${key}`;
  return {
    append: defineWrite(
      {},
      sql`insert into ${outbox} (name, version, resident_id, area_code, payload) values (
        ${sql.placeholder("name")}::text, ${sql.placeholder("version")}::integer,
        ${sql.placeholder("residentId")}::bigint, ${sql.placeholder("areaCode")}::text,
        ${sql.placeholder("payload")}::text::jsonb)`,
    ),
    holdKey: defineWrite(
      { key: keys.key },
      sql`insert into ${keys} (key, request_hash) values (${key}, ${sql.placeholder("hash")}::text) on conflict do nothing`,
    ),
    firstAnswer: defineRead(
      { hash: keys.requestHash, answer: keys.answer },
      sql`from ${keys} where ${isHeld} and ${claimsAreSet}`,
    ),
    keepAnswer: defineWrite(
      {},
      sql`update ${keys} set answer = ${sql.placeholder("answer")}::text::jsonb where ${isHeld}`,
    ),
    letOldKeysGo: defineWrite({}, sql`delete from ${keys} where ${keys.madeAt} < now() - onedoor.keys_kept()`),
  };
}
