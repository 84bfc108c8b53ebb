import { randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { ASKED_DEPARTMENTS } from "../asked-departments.ts";

/** Where the hand-written handlers enter looks at people: their own table, of the form of the hub's. */
const LOOKS = `create table if not exists onedoor_bench.looks (
  record_id uuid primary key,
  position bigserial not null,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  viewer_id text not null,
  area_code text collate "C" not null,
  roles text[] not null,
  areas text[] not null,
  purpose text,
  operation_hash text not null,
  returned text[] not null,
  masked text[] not null,
  residents text[] not null
)`;

/**
 * Opens a pool for a hand-written handler. Its login is a member of the departments' own logins, none of which
 * may pass the row policies, so it sees the rows that the clerk sees and no others.
 */
export async function openPool(adminUrl: string, connections: number): Promise<Sql> {
  const login = `onedoor_bench_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(16).toString("hex");
  const departments = ASKED_DEPARTMENTS.map((name) => `onedoor_${name.replaceAll("-", "_")}`);
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  const [database] = await admin<{ name: string }[]>`select current_database() as name`;
  await admin.unsafe("create schema if not exists onedoor_bench");
  await admin.unsafe(LOOKS);
  await admin.unsafe(`create role ${login} login password '${password}' in role ${departments.join(", ")}`);
  await admin.unsafe(`grant connect on database ${database?.name ?? ""} to ${login}`);
  await admin.unsafe(`grant usage on schema onedoor_bench to ${login}`);
  await admin.unsafe(`grant insert on onedoor_bench.looks to ${login}`);
  await admin.unsafe(`grant usage on all sequences in schema onedoor_bench to ${login}`);
  await admin.end();
  const url = new URL(adminUrl);
  url.username = login;
  url.password = password;
  return postgres(url.href, {
    max: connections,
    fetch_types: false,
    onnotice: () => undefined,
    // The row policies make a plan dear and the same for every resident.
    connection: { plan_cache_mode: "force_generic_plan" },
    // A day stays the text the server sends.
    types: { day: { to: 1082, from: [1082], serialize: String, parse: String } },
  });
}
