create table housing_fund.holders (
  resident_id bigint not null,
  area_code text collate "C" not null,
  source_key text not null,
  constraint holders_resident_id_pk primary key (resident_id)
);
create index holders_source_key on housing_fund.holders (source_key);
create index holders_area_code on housing_fund.holders (area_code);

alter table housing_fund.holders enable row level security;
alter table housing_fund.holders force row level security;
create policy visible_rows on housing_fund.holders for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on housing_fund.holders to onedoor_housing_fund;

create table housing_fund.accounts (
  resident_id bigint not null,
  area_code text collate "C" not null,
  status text not null,
  employer text not null,
  opened_on date not null,
  deposited_until_on date,
  balance_fen integer not null,
  monthly_deposit_fen integer not null,
  as_of timestamp with time zone not null,
  constraint accounts_resident_id_pk primary key (resident_id)
);
create index accounts_area_code on housing_fund.accounts (area_code);

alter table housing_fund.accounts enable row level security;
alter table housing_fund.accounts force row level security;
create policy visible_rows on housing_fund.accounts for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on housing_fund.accounts to onedoor_housing_fund;

create table housing_fund.deposits (
  resident_id bigint not null,
  deposit_id bigint not null,
  area_code text collate "C" not null,
  month_on date not null,
  deposited_on date not null,
  amount_fen integer not null,
  constraint deposits_resident_id_deposit_id_pk primary key (resident_id, deposit_id)
);
create index deposits_newest on housing_fund.deposits (resident_id, month_on desc, deposit_id desc);
create index deposits_area_code on housing_fund.deposits (area_code);

alter table housing_fund.deposits enable row level security;
alter table housing_fund.deposits force row level security;
create policy visible_rows on housing_fund.deposits for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on housing_fund.deposits to onedoor_housing_fund;

create table housing_fund.staged_records (
  import_id uuid not null,
  resident_id bigint not null,
  line_number integer not null,
  area_code text collate "C" not null,
  record jsonb not null,
  constraint staged_records_import_id_resident_id_line_number_pk primary key (import_id, resident_id, line_number)
);

alter table housing_fund.staged_records enable row level security;
alter table housing_fund.staged_records force row level security;
create policy visible_rows on housing_fund.staged_records for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on housing_fund.staged_records to onedoor_housing_fund;

create table housing_fund.refused_lines (
  line_number integer not null,
  area_code text collate "C" not null,
  reason text not null,
  constraint refused_lines_line_number_pk primary key (line_number)
);

alter table housing_fund.refused_lines enable row level security;
alter table housing_fund.refused_lines force row level security;
create policy visible_rows on housing_fund.refused_lines for select using (
  area_code ^@ any ((select onedoor.areas())::text[])
);
grant select on housing_fund.refused_lines to onedoor_housing_fund;

create table housing_fund.deliveries (
  file_on date not null,
  area_code text collate "C" not null,
  record_count integer not null,
  refused_count integer not null,
  loaded_at timestamp with time zone not null,
  constraint deliveries_file_on_pk primary key (file_on)
);

alter table housing_fund.deliveries enable row level security;
alter table housing_fund.deliveries force row level security;
create policy visible_rows on housing_fund.deliveries for select using (
  area_code ^@ any ((select onedoor.areas())::text[])
);
grant select on housing_fund.deliveries to onedoor_housing_fund;

-- The department's login may not write. A file comes in through the functions below, which run as the owner of the tables
-- and take the area from the holder, never from the file. Of a file itself the area is empty: no viewer sees it.
create policy kept_answers on housing_fund.holders to current_user using (true) with check (true);
create policy kept_answers on housing_fund.accounts to current_user using (true) with check (true);
create policy kept_answers on housing_fund.deposits to current_user using (true) with check (true);
create policy kept_answers on housing_fund.staged_records to current_user using (true) with check (true);
create policy kept_answers on housing_fund.refused_lines to current_user using (true) with check (true);
create policy kept_answers on housing_fund.deliveries to current_user using (true) with check (true);

-- What an import that was cut off has left is of no use: the next one begins anew.
create function housing_fund.start_import() returns void
language sql security definer set search_path = '' as $$
  delete from housing_fund.staged_records;
$$;

-- Gives how many of the lines are of accounts that residents have.
create function housing_fund.stage_lines(import_id uuid, lines jsonb) returns integer
language sql security definer set search_path = '' as $$
  with staged as (
    insert into housing_fund.staged_records (import_id, resident_id, line_number, area_code, record)
      select import_id, h.resident_id, l.line_number, h.area_code, l.record
      from jsonb_to_recordset(lines) as l(line_number integer, source_key text, record jsonb)
      join housing_fund.holders h on h.source_key = l.source_key
    returning 1
  )
  select count(*)::integer from staged
$$;

create function housing_fund.finish_import(delivery jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  import uuid := (delivery ->> 'import_id')::uuid;
  day date := (delivery ->> 'file_on')::date;
begin
  -- Two imports take turns here; one whose lines the other has cleared away must not end as if it were whole.
  lock table housing_fund.deliveries in exclusive mode;
  if (select count(*) from housing_fund.staged_records r where r.import_id = import) <> (delivery ->> 'staged')::bigint then
    raise exception 'another import has begun since' using errcode = 'serialization_failure';
  end if;

  -- Deleted and not truncated: readers see the old rows until the new ones are whole.
  delete from housing_fund.accounts;
  insert into housing_fund.accounts (resident_id, area_code, status, employer, opened_on, deposited_until_on, balance_fen,
      monthly_deposit_fen, as_of)
    select distinct on (r.resident_id) r.resident_id, r.area_code, f.status, f.employer, f.opened_on,
      f.deposited_until_on, f.balance_fen, f.monthly_deposit_fen, day::timestamp at time zone 'Asia/Shanghai'
    from housing_fund.staged_records r cross join jsonb_to_record(r.record) as f(record text, status text, employer text,
      opened_on date, deposited_until_on date, balance_fen integer, monthly_deposit_fen integer)
    where r.import_id = import and f.record = 'account'
    order by r.resident_id, r.line_number desc;

  delete from housing_fund.deposits;
  insert into housing_fund.deposits (resident_id, deposit_id, area_code, month_on, deposited_on, amount_fen)
    select distinct on (r.resident_id, f.deposit_id) r.resident_id, f.deposit_id, r.area_code, f.month_on,
      f.deposited_on, f.amount_fen
    from housing_fund.staged_records r cross join jsonb_to_record(r.record) as f(record text, deposit_id bigint,
      month_on date, deposited_on date, amount_fen integer)
    where r.import_id = import and f.record = 'deposit'
    order by r.resident_id, f.deposit_id, r.line_number desc;

  delete from housing_fund.refused_lines;
  insert into housing_fund.refused_lines (line_number, area_code, reason)
    select f.line_number, '', f.reason
    from jsonb_to_recordset(delivery -> 'refused') as f(line_number integer, reason text);
  delete from housing_fund.staged_records r where r.import_id = import;

  delete from housing_fund.deliveries d where d.file_on >= day;
  insert into housing_fund.deliveries (file_on, area_code, record_count, refused_count, loaded_at)
    values (day, '', (delivery ->> 'record_count')::integer, jsonb_array_length(delivery -> 'refused'), now());
end
$$;

create function housing_fund.last_delivery() returns table (file_on date, record_count integer)
language sql stable security definer set search_path = '' as $$
  select d.file_on, d.record_count from housing_fund.deliveries d order by d.file_on desc limit 1
$$;

revoke all on all functions in schema housing_fund from public;
grant execute on all functions in schema housing_fund to onedoor_housing_fund;
