-- An answer of which nothing could be read says nothing: "none" would be a lie. What was kept before stays with its date,
-- and only that records were refused, and when, is entered beside it. While the version before still runs, it takes such
-- an answer for new and shows what was kept; nothing is lost.
create or replace function market_regulation.keep_licences(answers jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  ids bigint[];
  readable jsonb;
begin
  -- Two processes that asked about the same person take turns, in one order; the later answer stays.
  perform from market_regulation.operators t
    where t.resident_id in (select (a.value ->> 'id')::bigint from jsonb_array_elements(answers) as a)
    order by t.resident_id for update;
  select coalesce(array_agg(t.resident_id), '{}'), coalesce(jsonb_agg(a.value), '[]') into ids, answers
    from jsonb_array_elements(answers) as a
    join market_regulation.operators t on t.resident_id = (a.value ->> 'id')::bigint
    where t.as_of is null or t.as_of < (a.value ->> 'as_of')::timestamptz;
  select coalesce(jsonb_agg(a.value), '[]') into readable
    from jsonb_array_elements(answers) as a
    where jsonb_array_length(a.value -> 'records') > 0 or jsonb_array_length(a.value -> 'refused') = 0;

  delete from market_regulation.licences where resident_id in (
    select (a.value ->> 'id')::bigint from jsonb_array_elements(readable) as a);
  insert into market_regulation.licences (resident_id, licence_id, area_code, number, status, category, premises,
      holder_id_number, business_name, credit_code, issued_on, expires_on)
    select t.resident_id, r.licence_id, t.area_code, r.number, r.status, r.category, r.premises,
      r.holder_id_number, r.business_name, r.credit_code, r.issued_on, r.expires_on
    from jsonb_to_recordset(readable) as a(id bigint, records jsonb)
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
    from jsonb_to_recordset(readable) as a(id bigint, as_of timestamptz) where t.resident_id = a.id;
end
$$;
