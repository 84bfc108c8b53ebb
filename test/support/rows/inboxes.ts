import type { Sql } from "postgres";
import { INBOXES } from "../row-rules.ts";

/** One event in the inbox of each department that has one. */
export async function heardByAll(sql: Sql): Promise<void> {
  for (const inbox of INBOXES) {
    const [found] = await sql<{ name: string | null }[]>`select to_regclass(${inbox})::text as name`;
    if (found?.name == null) continue;
    await sql`insert into ${sql(inbox)} (resident_id, event_id, handler)
      values (1001, gen_random_uuid(), 'population/ResidentDied@1')`;
  }
}
