import { sql } from "drizzle-orm";
import { claimsAreSet, defineRead, defineWrite } from "./read.ts";
import type { DepartmentEvent, Transaction } from "./transaction.ts";
import { deliveriesIn, departmentSchema, outboxIn, requestKeysIn } from "./write-tables.ts";

/** Which departments hear an event of this one. */
export type HearersOf = (event: Pick<DepartmentEvent, "name" | "version">) => readonly string[];

export const nobodyHears: HearersOf = () => [];

/** Enters an event in the outbox, and for each that hears it a delivery, which wakes up who delivers. */
export async function appendEvent(
  run: Transaction["run"],
  { append, deliver }: Pick<ReturnType<typeof departmentWrites>, "append" | "deliver">,
  hearersOf: HearersOf,
  { payload, ...event }: DepartmentEvent,
): Promise<void> {
  await run(append, { ...event, payload: JSON.stringify(payload) });
  const hearers = hearersOf(event);
  if (hearers.length > 0) await run(deliver, { ...event, hearers });
}

/** The first statement of a transaction: from then on its statements see the claims, and the account that acts. */
export const setWriter = defineRead(
  { isSet: sql<boolean>`claims.are_set` },
  sql`from onedoor.set_writer(${sql.placeholder("areas")}::text[], ${sql.placeholder("ownResident")}::bigint,
    ${sql.placeholder("account")}::text) as claims(are_set)`,
);

/** The last statement of one, where reads may go to a replica: who has changed something is read for from the primary. */
export const noteChange = defineRead(
  { isNoted: sql<boolean>`noted.is_noted` },
  sql`from onedoor.note_change() as noted(is_noted) where ${claimsAreSet}`,
);

/** What every department that takes changes does with its own outbox and keys (migrations/shared/0003_prepare_writes.sql). */
export function departmentWrites(department: string) {
  const schema = departmentSchema(department);
  const [outbox, deliveries, keys] = [outboxIn(schema), deliveriesIn(schema), requestKeysIn(schema)];
  const about = sql`${sql.placeholder("residentId")}::bigint`;
  const [name, version] = [sql`${sql.placeholder("name")}::text`, sql`${sql.placeholder("version")}::integer`];
  const key = sql`${sql.placeholder("key")}::text`;
  const isHeld = sql`${keys.account} = ${sql.placeholder("account")}::text and ${keys.key} = ${key}`;
  return {
    append: defineWrite(
      {},
      sql`insert into ${outbox} (event_id, name, version, resident_id, area_code, payload) values (
        set_config('onedoor.appended', onedoor.time_ordered_id()::text, true)::uuid, ${name}, ${version}, ${about},
        ${sql.placeholder("areaCode")}::text, ${sql.placeholder("payload")}::text::jsonb)`,
    ),
    /** Of the event just appended. */
    deliver: defineWrite(
      {},
      sql`insert into ${deliveries} (resident_id, event_id, hearer, name, version)
        select woken.resident_id, current_setting('onedoor.appended')::uuid, woken.hearer, ${name}, ${version} from (
          select told.resident_id, told.hearer, onedoor.wake_delivery(told.hearer, told.resident_id, null) as is_woken
          from (select coalesce(${about}, 0) as resident_id, unnest(${sql.placeholder("hearers")}::text[]) as hearer) as told
        ) as woken where woken.is_woken`,
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
