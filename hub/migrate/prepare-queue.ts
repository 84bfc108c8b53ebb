import type { Sql } from "postgres";
import { deliveryTaskOf, loginOf, schemaOf, systemLoginOf } from "./login.ts";

/** The newest migration of the package's own, as installed. */
const NEWEST = 19;

/**
 * The queue of a database in which departments give events. Each works its own jobs and sees no others: jobs name
 * residents. Nothing is loaded or written where it stands already.
 */
export async function prepareQueue(sql: Sql, adminUrl: string, departments: readonly string[]): Promise<void> {
  const givers: string[] = [];
  for (const department of departments) {
    const [found] = await sql<{ name: string | null }[]>`
      select to_regclass(${`${schemaOf(department)}.event_deliveries`})::text as name`;
    if (found?.name != null) givers.push(department);
  }
  if (givers.length === 0) return;
  if ((await newestOf(sql)) < NEWEST) {
    const { installQueue } = await import("./install-queue.ts");
    await installQueue(adminUrl);
    await sql`revoke all on schema graphile_worker from public`;
  }
  for (const department of givers) await openQueue(sql, department);
}

async function newestOf(sql: Sql): Promise<number> {
  const [found] = await sql<{ name: string | null }[]>`select to_regclass('graphile_worker.migrations')::text as name`;
  if (found?.name == null) return 0;
  const [row] = await sql<{ newest: number | null }[]>`select max(id)::int as newest from graphile_worker.migrations`;
  return row?.newest ?? 0;
}

async function openQueue(sql: Sql, department: string): Promise<void> {
  const login = loginOf(systemLoginOf(department));
  const task = deliveryTaskOf(department);
  const [opened] = await sql`
    select from pg_policies where schemaname = 'graphile_worker' and tablename = '_private_jobs' and policyname = ${task}`;
  if (opened !== undefined) return;
  await sql`insert into graphile_worker._private_tasks (identifier) values (${task}) on conflict do nothing`;
  const [row] = await sql<{ id: number }[]>`
    select id from graphile_worker._private_tasks where identifier = ${task}`;
  const id = Number(row?.id);
  await sql`grant usage on schema graphile_worker to ${sql(login)}`;
  await sql`grant select on graphile_worker.migrations to ${sql(login)}`;
  // A worker without timetables reads them all the same; row security shows it none.
  await sql`grant select on graphile_worker._private_known_crontabs to ${sql(login)}`;
  await sql`grant select, update on graphile_worker._private_job_queues to ${sql(login)}`;
  await sql`grant select, insert on graphile_worker._private_tasks to ${sql(login)}`;
  await sql`grant select, update, delete on graphile_worker._private_jobs to ${sql(login)}`;
  // A number and a department's name: neither can hold a quote.
  await sql.unsafe(`create policy "${task}" on graphile_worker._private_tasks to ${login}
    using (id = ${id}) with check (identifier = '${task}')`);
  await sql.unsafe(`create policy "${task}" on graphile_worker._private_jobs to ${login}
    using (task_id = ${id}) with check (task_id = ${id})`);
}
