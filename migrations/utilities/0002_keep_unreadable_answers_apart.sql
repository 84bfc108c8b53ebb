-- An answer of which nothing could be read says nothing: "none" would be a lie. What was kept before stays with its date,
-- and only that records were refused, and when, is entered beside it. While the version before still runs, it takes such
-- an answer for new and shows what was kept; nothing is lost.
create or replace function utilities.keep_accounts(answers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ids bigint[];
  readable jsonb;
begin
  -- Two processes that asked about the same account take turns, in one order; the later answer stays.
  perform from utilities.accounts t
    where t.account_id in (select (a.value ->> 'id')::bigint from jsonb_array_elements(answers) as a)
    order by t.account_id for update;
  select coalesce(array_agg(t.account_id), '{}'), coalesce(jsonb_agg(a.value), '[]') into ids, answers
    from jsonb_array_elements(answers) as a
    join utilities.accounts t on t.account_id = (a.value ->> 'id')::bigint
    where t.as_of is null or t.as_of < (a.value ->> 'as_of')::timestamptz;
  select coalesce(jsonb_agg(a.value), '[]') into readable
    from jsonb_array_elements(answers) as a
    where jsonb_array_length(a.value -> 'records') > 0 or jsonb_array_length(a.value -> 'refused') = 0;

  delete from utilities.bills where account_id in (
    select (a.value ->> 'id')::bigint from jsonb_array_elements(readable) as a);
  insert into utilities.bills (resident_id, account_id, bill_id, area_code, month_on, status, amount_fen)
    select t.resident_id, t.account_id, r.id, t.area_code, r.month_on, r.status, r.amount_fen
    from jsonb_to_recordset(readable) as a(id bigint, records jsonb)
    join utilities.accounts t on t.account_id = a.id
    cross join jsonb_to_recordset(a.records) as r(record text, id bigint, month_on date, status text, amount_fen integer)
    where r.record = 'bill'
    on conflict do nothing;

  delete from utilities.reductions where account_id in (
    select (a.value ->> 'id')::bigint from jsonb_array_elements(readable) as a);
  insert into utilities.reductions (resident_id, account_id, reduction_id, area_code, month_on, amount_fen)
    select t.resident_id, t.account_id, r.id, t.area_code, r.month_on, r.amount_fen
    from jsonb_to_recordset(readable) as a(id bigint, records jsonb)
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
    from jsonb_to_recordset(readable) as a(id bigint, as_of timestamptz, records jsonb)
    cross join jsonb_to_recordset(a.records) as r(record text, company text, status text)
    where t.account_id = a.id and r.record = 'account';
end
$$;
