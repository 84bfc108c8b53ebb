import type { Sql } from "postgres";

/** A row in each table of what sign-in keeps, and of who asked for and made which account. */
export async function insertKept(sql: Sql): Promise<void> {
  await sql`insert into accounts.account_requests (kind, areas, asked_by) values ('CODE', '{320105006}', '500')`;
  await sql`insert into population.emergency_requesters values (gen_random_uuid(), '{500}')`;
  await sql`insert into population.emergency_first_confirmations (access_id, area_code, confirmed_by, makers)
    values (gen_random_uuid(), '320105006', '501', '{500}')`;
  await sql`insert into accounts.account_makers (account, maker) values ('501', '500')`;
  await sql`insert into accounts.activation_codes (account_id, code_hash) values (501, 'a hash')`;
  await sql`insert into accounts.credentials (account_id, password_hash) values (501, 'a hash')`;
  await sql`insert into accounts.sessions (token_hash, account_id, expires_at) values ('a hash', 501, now())`;
  await sql`insert into accounts.tries (key, failures, started_at) values ('a hash', 1, now())`;
}
