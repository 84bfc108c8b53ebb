create table market_regulation.operators (
  resident_id bigint not null,
  area_code text collate "C" not null,
  source_key text not null,
  as_of timestamp with time zone,
  constraint operators_resident_id_pk primary key (resident_id)
);
create index operators_area_code on market_regulation.operators (area_code);

alter table market_regulation.operators enable row level security;
alter table market_regulation.operators force row level security;
create policy visible_rows on market_regulation.operators for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on market_regulation.operators to onedoor_market_regulation;

create table market_regulation.licences (
  resident_id bigint not null,
  licence_id bigint not null,
  area_code text collate "C" not null,
  number text not null,
  status text not null,
  category text not null,
  premises text not null,
  -- The form of the face only: the whole number is not kept here.
  holder_id_number text,
  business_name text not null,
  credit_code text,
  issued_on date not null,
  expires_on date not null,
  constraint licences_resident_id_licence_id_pk primary key (resident_id, licence_id)
);
create index licences_newest on market_regulation.licences (resident_id, issued_on desc, licence_id desc);
create index licences_area_code on market_regulation.licences (area_code);

alter table market_regulation.licences enable row level security;
alter table market_regulation.licences force row level security;
create policy visible_rows on market_regulation.licences for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on market_regulation.licences to onedoor_market_regulation;

create table market_regulation.refused_records (
  resident_id bigint not null,
  record_number integer not null,
  area_code text collate "C" not null,
  reason text not null,
  refused_at timestamp with time zone not null,
  constraint refused_records_resident_id_record_number_pk primary key (resident_id, record_number)
);
create index refused_records_area_code on market_regulation.refused_records (area_code);

alter table market_regulation.refused_records enable row level security;
alter table market_regulation.refused_records force row level security;
create policy visible_rows on market_regulation.refused_records for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on market_regulation.refused_records to onedoor_market_regulation;

-- The department's login may not write. What the licensing system answers comes in through one function, which runs as
-- the owner of the tables and takes the area from the operator, never from the answer.
create policy kept_answers on market_regulation.operators to current_user using (true) with check (true);
create policy kept_answers on market_regulation.licences to current_user using (true) with check (true);
create policy kept_answers on market_regulation.refused_records to current_user using (true) with check (true);

create function market_regulation.keep_licences(answers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ids bigint[];
begin
  -- Two processes that asked about the same person take turns, in one order; the later answer stays.
  perform from market_regulation.operators t
    where t.resident_id in (select (a.value ->> 'id')::bigint from jsonb_array_elements(answers) as a)
    order by t.resident_id for update;
  select coalesce(array_agg(t.resident_id), '{}'), coalesce(jsonb_agg(a.value), '[]') into ids, answers
    from jsonb_array_elements(answers) as a
    join market_regulation.operators t on t.resident_id = (a.value ->> 'id')::bigint
    where t.as_of is null or t.as_of < (a.value ->> 'as_of')::timestamptz;

  delete from market_regulation.licences where resident_id = any(ids);
  insert into market_regulation.licences (resident_id, licence_id, area_code, number, status, category, premises,
      holder_id_number, business_name, credit_code, issued_on, expires_on)
    select t.resident_id, r.licence_id, t.area_code, r.number, r.status, r.category, r.premises,
      r.holder_id_number, r.business_name, r.credit_code, r.issued_on, r.expires_on
    from jsonb_to_recordset(answers) as a(id bigint, records jsonb)
    join market_regulation.operators t on t.resident_id = a.id
    cross join jsonb_to_recordset(a.records) as r(licence_id bigint, number text, status text, category text,
      premises text, holder_id_number text, business_name text, credit_code text, issued_on date, expires_on date)
    -- A page that moved while it was read brings a record twice.
    on conflict do nothing;

  delete from market_regulation.refused_records where resident_id = any(ids);
  insert into market_regulation.refused_records (resident_id, record_number, area_code, reason, refused_at)
    select t.resident_id, f.position, t.area_code, f.reason, a.as_of
    from jsonb_to_recordset(answers) as a(id bigint, as_of timestamptz, refused jsonb)
    join market_regulation.operators t on t.resident_id = a.id
    cross join jsonb_to_recordset(a.refused) as f(position integer, reason text)
    on conflict do nothing;

  update market_regulation.operators t set as_of = a.as_of
    from jsonb_to_recordset(answers) as a(id bigint, as_of timestamptz) where t.resident_id = a.id;
end
$$;
revoke all on function market_regulation.keep_licences(jsonb) from public;
grant execute on function market_regulation.keep_licences(jsonb) to onedoor_market_regulation;
