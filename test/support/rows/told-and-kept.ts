import type { Sql } from "postgres";

/** Schemas of the departments that take changes. */
const WRITING = ["accounts", "audit", "grid", "population"];

export const OUTBOXES = WRITING.map((schema) => `${schema}.outbox`);
export const KEYS = WRITING.map((schema) => `${schema}.request_keys`);

/** An event, and a key of an account, of each department that takes changes. */
export async function toldAndKept(sql: Sql): Promise<void> {
  for (const outbox of OUTBOXES) {
    await sql`insert into ${sql(outbox)} (name, version, resident_id, area_code, payload, account)
      values ('ResidentDied', 1, 1001, '320105006001', '{}', '1')`;
  }
  await sql`insert into population.event_deliveries (resident_id, event_id, hearer, name, version)
    values (1001, gen_random_uuid(), 'grid', 'ResidentDied', 1)`;
  for (const keys of KEYS) {
    await sql`insert into ${sql(keys)} (account, key, request_hash, answer) values ('1', 'a key', 'a hash', '{}')`;
  }
}
