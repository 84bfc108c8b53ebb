-- Who looked at whom, when and why. Written before the answer is released; never changed.
create table audit.access_records (
  record_id uuid primary key,
  position bigserial not null,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  request_id text not null,
  viewer_id text not null,
  -- The first of the viewer's areas, which decides which auditors see the record; empty without any.
  area_code text collate "C" not null,
  roles text[] not null,
  areas text[] not null,
  department text,
  purpose text,
  roles_hash text not null,
  operation_hash text not null,
  operation_name text,
  returned text[] not null,
  masked text[] not null,
  refused text[] not null,
  -- Pseudonyms (keyed hashes) of the residents in the answer, never their ids.
  residents text[] not null
);
create index access_records_position on audit.access_records (position desc);

-- The hub's login may add records and read them, and do nothing else to them: not change, not delete.
alter table audit.access_records enable row level security;
alter table audit.access_records force row level security;
create policy append_only on audit.access_records for insert with check (true);
create policy visible_rows on audit.access_records for select using (
  area_code ^@ any ((select onedoor.areas())::text[])
  or (area_code = '' and cardinality((select onedoor.areas())::text[]) > 0)
);
grant select, insert on audit.access_records to onedoor_audit;
grant usage on sequence audit.access_records_position_seq to onedoor_audit;
