-- An answer of which nothing could be read says nothing: "none" would be a lie. What was kept before stays with its date,
-- and only that records were refused, and when, is entered beside it. While the version before still runs, it takes such
-- an answer for new and shows what was kept; nothing is lost.
create or replace function taxation.keep_premiums(answers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ids bigint[];
  readable jsonb;
begin
  -- Two processes that asked about the same person take turns, in one order; the later answer stays.
  perform from taxation.taxpayers t
    where t.resident_id in (select (a.value ->> 'id')::bigint from jsonb_array_elements(answers) as a)
    order by t.resident_id for update;
  select coalesce(array_agg(t.resident_id), '{}'), coalesce(jsonb_agg(a.value), '[]') into ids, answers
    from jsonb_array_elements(answers) as a
    join taxation.taxpayers t on t.resident_id = (a.value ->> 'id')::bigint
    where t.as_of is null or t.as_of < (a.value ->> 'as_of')::timestamptz;
  select coalesce(jsonb_agg(a.value), '[]') into readable
    from jsonb_array_elements(answers) as a
    where jsonb_array_length(a.value -> 'records') > 0 or jsonb_array_length(a.value -> 'refused') = 0;

  delete from taxation.premiums where resident_id in (
    select (a.value ->> 'id')::bigint from jsonb_array_elements(readable) as a);
  insert into taxation.premiums (resident_id, premium_id, area_code, kind, status, month_on, paid_on, amount_fen)
    select t.resident_id, r.premium_id, t.area_code, r.kind, r.status, r.month_on, r.paid_on, r.amount_fen
    from jsonb_to_recordset(readable) as a(id bigint, records jsonb)
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
    from jsonb_to_recordset(readable) as a(id bigint, as_of timestamptz) where t.resident_id = a.id;
end
$$;
