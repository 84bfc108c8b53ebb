import type { ISql } from "postgres";

/**
 * Makes what was restored of the queue and of deliveries fit to go on. A job that somebody had under way has nobody now.
 * Policies name tasks by numbers, which are those of the backup: each start makes the policies that are missing.
 */
export async function freeQueue(sql: ISql): Promise<void> {
  const [found] = await sql<
    { name: string | null }[]
  >`select to_regclass('graphile_worker._private_jobs')::text as name`;
  if (found?.name == null) return;
  for (const table of ["_private_jobs", "_private_job_queues"]) {
    await sql`update graphile_worker.${sql(table)} set locked_at = null, locked_by = null where locked_at is not null`;
  }
  const policies = await sql<{ name: string; table: string }[]>`
    select policyname as name, tablename as table from pg_policies
    where schemaname = 'graphile_worker' and policyname ^@ 'deliver '`;
  for (const { name, table } of policies) await sql`drop policy ${sql(name)} on graphile_worker.${sql(table)}`;
}

/**
 * Several databases are backed up one after the other. What one of them has as heard since that began, the hearer's may not
 * have: it is delivered again, and a hearer that has it in its inbox does nothing.
 */
export async function deliverAgainSince(sql: ISql, began: string): Promise<void> {
  const schemas = await sql<{ name: string }[]>`
    select n.nspname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = 'event_deliveries' and c.relkind in ('r', 'p')`;
  for (const { name } of schemas) {
    await sql`update ${sql(name)}.event_deliveries set state = 'WAITING', settled_at = null, next_try_at = clock_timestamp()
      where state = 'HEARD' and settled_at >= ${began}::timestamptz - interval '10 minutes'`;
  }
}
