-- As onedoor.wake_delivery, for many streams in one statement: of a file that is loaded, or of what was forgotten. Also for the
-- login that loads the department's register. Each stream once, and in one order, so that two who wake up the same wait for
-- each other and never both ways round.
create function onedoor.wake_deliveries(hearers text[], resident_ids bigint[]) returns integer
language plpgsql volatile parallel unsafe security definer set search_path = '' as $$
declare
  department constant text := regexp_replace(substring(session_user from '^onedoor_(.+)$'), '_(system|register)$', '');
begin
  if department is null then
    raise exception 'only a department delivers its events' using errcode = '42501';
  end if;
  if cardinality(hearers) = 0 then
    return 0;
  end if;
  -- As it wakes up one: the time of a job that waits stays.
  return (select count(*)::integer from graphile_worker.add_jobs(array(
    select json_populate_record(null::graphile_worker.job_spec, json_build_object(
      'identifier', 'deliver ' || department,
      'payload', json_build_object('hearer', told.hearer, 'residentId', told.resident_id::text),
      'job_key', department || '>' || told.hearer || ' ' || told.resident_id,
      'max_attempts', 25))
    from (select distinct given.hearer, given.resident_id from unnest(hearers, resident_ids) as given(hearer, resident_id)) as told
    order by told.hearer, told.resident_id
  ), true));
end
$$;
