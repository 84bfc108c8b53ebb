create table taxation.taxpayers (
  resident_id bigint not null,
  area_code text collate "C" not null,
  source_key text not null,
  as_of timestamp with time zone,
  constraint taxpayers_resident_id_pk primary key (resident_id)
);
create index taxpayers_area_code on taxation.taxpayers (area_code);

alter table taxation.taxpayers enable row level security;
alter table taxation.taxpayers force row level security;
create policy visible_rows on taxation.taxpayers for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on taxation.taxpayers to onedoor_taxation;

create table taxation.premiums (
  resident_id bigint not null,
  premium_id bigint not null,
  area_code text collate "C" not null,
  kind text not null,
  status text not null,
  month_on date not null,
  paid_on date,
  amount_fen integer not null,
  constraint premiums_resident_id_premium_id_pk primary key (resident_id, premium_id)
);
create index premiums_newest on taxation.premiums (resident_id, month_on desc, premium_id desc);
create index premiums_area_code on taxation.premiums (area_code);

alter table taxation.premiums enable row level security;
alter table taxation.premiums force row level security;
create policy visible_rows on taxation.premiums for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on taxation.premiums to onedoor_taxation;

create table taxation.refused_records (
  resident_id bigint not null,
  record_number integer not null,
  area_code text collate "C" not null,
  reason text not null,
  refused_at timestamp with time zone not null,
  constraint refused_records_resident_id_record_number_pk primary key (resident_id, record_number)
);
create index refused_records_area_code on taxation.refused_records (area_code);

alter table taxation.refused_records enable row level security;
alter table taxation.refused_records force row level security;
create policy visible_rows on taxation.refused_records for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on taxation.refused_records to onedoor_taxation;

-- The department's login may not write. What the tax service answers comes in through one function, which runs as the
-- owner of the tables, takes the area from the taxpayer and never from the answer, and knows no person it was not given.
create policy kept_answers on taxation.taxpayers to current_user using (true) with check (true);
create policy kept_answers on taxation.premiums to current_user using (true) with check (true);
create policy kept_answers on taxation.refused_records to current_user using (true) with check (true);

create function taxation.keep_premiums(answers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ids bigint[];
begin
  -- Two processes that asked about the same person take turns, in one order; the later answer stays.
  perform from taxation.taxpayers t
    where t.resident_id in (select (a.value ->> 'id')::bigint from jsonb_array_elements(answers) as a)
    order by t.resident_id for update;
  select coalesce(array_agg(t.resident_id), '{}'), coalesce(jsonb_agg(a.value), '[]') into ids, answers
    from jsonb_array_elements(answers) as a
    join taxation.taxpayers t on t.resident_id = (a.value ->> 'id')::bigint
    where t.as_of is null or t.as_of < (a.value ->> 'as_of')::timestamptz;

  delete from taxation.premiums where resident_id = any(ids);
  insert into taxation.premiums (resident_id, premium_id, area_code, kind, status, month_on, paid_on, amount_fen)
    select t.resident_id, r.premium_id, t.area_code, r.kind, r.status, r.month_on, r.paid_on, r.amount_fen
    from jsonb_to_recordset(answers) as a(id bigint, records jsonb)
    join taxation.taxpayers t on t.resident_id = a.id
    cross join jsonb_to_recordset(a.records) as r(
      premium_id bigint, kind text, status text, month_on date, paid_on date, amount_fen integer)
    -- A page that moved while it was read brings a record twice.
    on conflict do nothing;

  delete from taxation.refused_records where resident_id = any(ids);
  insert into taxation.refused_records (resident_id, record_number, area_code, reason, refused_at)
    select t.resident_id, f.position, t.area_code, f.reason, a.as_of
    from jsonb_to_recordset(answers) as a(id bigint, as_of timestamptz, refused jsonb)
    join taxation.taxpayers t on t.resident_id = a.id
    cross join jsonb_to_recordset(a.refused) as f(position integer, reason text)
    on conflict do nothing;

  update taxation.taxpayers t set as_of = a.as_of
    from jsonb_to_recordset(answers) as a(id bigint, as_of timestamptz) where t.resident_id = a.id;
end
$$;
revoke all on function taxation.keep_premiums(jsonb) from public;
grant execute on function taxation.keep_premiums(jsonb) to onedoor_taxation;
