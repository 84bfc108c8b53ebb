create table utilities.accounts (
  resident_id bigint not null,
  account_id bigint not null,
  area_code text collate "C" not null,
  kind text not null,
  source_key text not null,
  company text,
  status text,
  as_of timestamp with time zone,
  constraint accounts_resident_id_account_id_pk primary key (resident_id, account_id)
);
create index accounts_account_id on utilities.accounts (account_id);
create index accounts_area_code on utilities.accounts (area_code);

alter table utilities.accounts enable row level security;
alter table utilities.accounts force row level security;
create policy visible_rows on utilities.accounts for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on utilities.accounts to onedoor_utilities;

create table utilities.bills (
  resident_id bigint not null,
  account_id bigint not null,
  bill_id bigint not null,
  area_code text collate "C" not null,
  month_on date not null,
  status text not null,
  amount_fen integer not null,
  constraint bills_resident_id_account_id_bill_id_pk primary key (resident_id, account_id, bill_id)
);
create index bills_newest on utilities.bills (account_id, month_on desc, bill_id desc);
create index bills_area_code on utilities.bills (area_code);

alter table utilities.bills enable row level security;
alter table utilities.bills force row level security;
create policy visible_rows on utilities.bills for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on utilities.bills to onedoor_utilities;

create table utilities.reductions (
  resident_id bigint not null,
  account_id bigint not null,
  reduction_id bigint not null,
  area_code text collate "C" not null,
  month_on date not null,
  amount_fen integer not null,
  constraint reductions_resident_id_account_id_reduction_id_pk primary key (resident_id, account_id, reduction_id)
);
create index reductions_newest on utilities.reductions (account_id, month_on desc, reduction_id desc);
create index reductions_area_code on utilities.reductions (area_code);

alter table utilities.reductions enable row level security;
alter table utilities.reductions force row level security;
create policy visible_rows on utilities.reductions for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on utilities.reductions to onedoor_utilities;

create table utilities.refused_records (
  resident_id bigint not null,
  account_id bigint not null,
  record_number integer not null,
  area_code text collate "C" not null,
  reason text not null,
  refused_at timestamp with time zone not null,
  constraint refused_records_resident_id_account_id_record_number_pk primary key (resident_id, account_id, record_number)
);
create index refused_records_area_code on utilities.refused_records (area_code);

alter table utilities.refused_records enable row level security;
alter table utilities.refused_records force row level security;
create policy visible_rows on utilities.refused_records for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on utilities.refused_records to onedoor_utilities;

-- The department's login may not write. What a company answers comes in through one function, which runs as the owner of
-- the tables and takes resident and area from the account, never from the answer.
create policy kept_answers on utilities.accounts to current_user using (true) with check (true);
create policy kept_answers on utilities.bills to current_user using (true) with check (true);
create policy kept_answers on utilities.reductions to current_user using (true) with check (true);
create policy kept_answers on utilities.refused_records to current_user using (true) with check (true);

create function utilities.keep_accounts(answers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ids bigint[];
begin
  -- Two processes that asked about the same account take turns, in one order; the later answer stays.
  perform from utilities.accounts t
    where t.account_id in (select (a.value ->> 'id')::bigint from jsonb_array_elements(answers) as a)
    order by t.account_id for update;
  select coalesce(array_agg(t.account_id), '{}'), coalesce(jsonb_agg(a.value), '[]') into ids, answers
    from jsonb_array_elements(answers) as a
    join utilities.accounts t on t.account_id = (a.value ->> 'id')::bigint
    where t.as_of is null or t.as_of < (a.value ->> 'as_of')::timestamptz;

  delete from utilities.bills where account_id = any(ids);
  insert into utilities.bills (resident_id, account_id, bill_id, area_code, month_on, status, amount_fen)
    select t.resident_id, t.account_id, r.id, t.area_code, r.month_on, r.status, r.amount_fen
    from jsonb_to_recordset(answers) as a(id bigint, records jsonb)
    join utilities.accounts t on t.account_id = a.id
    cross join jsonb_to_recordset(a.records) as r(record text, id bigint, month_on date, status text, amount_fen integer)
    where r.record = 'bill'
    on conflict do nothing;

  delete from utilities.reductions where account_id = any(ids);
  insert into utilities.reductions (resident_id, account_id, reduction_id, area_code, month_on, amount_fen)
    select t.resident_id, t.account_id, r.id, t.area_code, r.month_on, r.amount_fen
    from jsonb_to_recordset(answers) as a(id bigint, records jsonb)
    join utilities.accounts t on t.account_id = a.id
    cross join jsonb_to_recordset(a.records) as r(record text, id bigint, month_on date, amount_fen integer)
    where r.record = 'reduction'
    on conflict do nothing;

  delete from utilities.refused_records where account_id = any(ids);
  insert into utilities.refused_records (resident_id, account_id, record_number, area_code, reason, refused_at)
    select t.resident_id, t.account_id, f.position, t.area_code, f.reason, a.as_of
    from jsonb_to_recordset(answers) as a(id bigint, as_of timestamptz, refused jsonb)
    join utilities.accounts t on t.account_id = a.id
    cross join jsonb_to_recordset(a.refused) as f(position integer, reason text)
    on conflict do nothing;

  update utilities.accounts t set as_of = a.as_of, company = r.company, status = r.status
    from jsonb_to_recordset(answers) as a(id bigint, as_of timestamptz, records jsonb)
    cross join jsonb_to_recordset(a.records) as r(record text, company text, status text)
    where t.account_id = a.id and r.record = 'account';
end
$$;
revoke all on function utilities.keep_accounts(jsonb) from public;
grant execute on function utilities.keep_accounts(jsonb) to onedoor_utilities;
