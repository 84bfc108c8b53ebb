-- What the department keeps of a person is where the person is registered, also after a move (docs/adr/0084).
select onedoor.let_areas_follow('housing_fund', 'holders', 'accounts', 'deposits', 'refused_records');

-- As before, but for the area, which is no longer the one of when a line was staged.
create or replace function housing_fund.finish_import(delivery jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  import uuid := (delivery ->> 'import_id')::uuid;
  day date := (delivery ->> 'file_on')::date;
  day_at timestamptz := day::timestamp at time zone 'Asia/Shanghai';
  stray integer := (select count(*) from jsonb_to_recordset(delivery -> 'refused') as f(source_key text)
    where f.source_key is null);
begin
  -- Two imports take turns here; one whose lines the other has cleared away must not end as if it were whole.
  lock table housing_fund.deliveries in exclusive mode;
  -- The areas are the holders' own at this moment. Who moves waits until the file has taken its place, and then follows.
  lock table housing_fund.holders in share mode;
  if (select count(*) from housing_fund.staged_records r where r.import_id = import) <> (delivery ->> 'staged')::bigint then
    raise exception 'another import has begun since' using errcode = 'serialization_failure';
  end if;

  delete from housing_fund.refused_records;
  insert into housing_fund.refused_records (resident_id, record_number, area_code, reason, refused_at)
    select h.resident_id, f.line_number, h.area_code, f.reason, day_at
    from jsonb_to_recordset(delivery -> 'refused') as f(line_number integer, reason text, source_key text)
    join housing_fund.holders h on h.source_key = f.source_key;
  -- Of a line without even a number nobody knows whose it is: whoever is not in the file may be in that line.
  insert into housing_fund.refused_records (resident_id, record_number, area_code, reason, refused_at)
    select h.resident_id, 0, h.area_code, 'whose record it is could not be read', day_at
    from housing_fund.holders h
    where stray > 0 and not exists (
      select from housing_fund.staged_records r where r.import_id = import and r.resident_id = h.resident_id)
    on conflict do nothing;

  -- Deleted and not truncated: readers see the old rows until the new ones are whole. What could not be read stays as it
  -- was, with its older date.
  delete from housing_fund.accounts a where not exists (
      select from housing_fund.refused_records f where f.resident_id = a.resident_id)
    or exists (select from housing_fund.staged_records r
      where r.import_id = import and r.resident_id = a.resident_id and r.record ->> 'record' = 'account');
  insert into housing_fund.accounts (resident_id, area_code, status, employer, opened_on, deposited_until_on, balance_fen,
      monthly_deposit_fen, as_of)
    select distinct on (r.resident_id) r.resident_id, h.area_code, f.status, f.employer, f.opened_on,
      f.deposited_until_on, f.balance_fen, f.monthly_deposit_fen, day_at
    from housing_fund.staged_records r join housing_fund.holders h on h.resident_id = r.resident_id
    cross join jsonb_to_record(r.record) as f(record text, status text, employer text,
      opened_on date, deposited_until_on date, balance_fen integer, monthly_deposit_fen integer)
    where r.import_id = import and f.record = 'account'
    order by r.resident_id, r.line_number desc;

  delete from housing_fund.deposits d where not exists (
      select from housing_fund.refused_records f where f.resident_id = d.resident_id)
    or exists (select from housing_fund.staged_records r
      where r.import_id = import and r.resident_id = d.resident_id and r.record ->> 'record' = 'deposit');
  insert into housing_fund.deposits (resident_id, deposit_id, area_code, month_on, deposited_on, amount_fen)
    select distinct on (r.resident_id, f.deposit_id) r.resident_id, f.deposit_id, h.area_code, f.month_on,
      f.deposited_on, f.amount_fen
    from housing_fund.staged_records r join housing_fund.holders h on h.resident_id = r.resident_id
    cross join jsonb_to_record(r.record) as f(record text, deposit_id bigint,
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
