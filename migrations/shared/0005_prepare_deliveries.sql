-- What a department needs that tells others (docs/adr/0083): for each event and each department that hears it, whether it has
-- been delivered. The list decides; jobs only wake up who delivers, and are made again from it.
create function onedoor.prepare_deliveries(department_schema text) returns void
language plpgsql as $$
declare
  login constant text := 'onedoor_' || department_schema;
  system_login constant text := login || '_system';
begin
  execute format($sql$
    create table %1$I.event_deliveries (
      -- 0 for what is about nobody.
      resident_id bigint not null,
      event_id uuid not null,
      hearer text not null,
      name text not null,
      version integer not null,
      state text not null default 'WAITING',
      tries integer not null default 0,
      next_try_at timestamp with time zone not null default clock_timestamp(),
      appended_at timestamp with time zone not null default clock_timestamp(),
      settled_at timestamp with time zone,
      constraint event_deliveries_resident_id_event_id_hearer_pk primary key (resident_id, event_id, hearer),
      constraint event_deliveries_state check (
        state in ('WAITING', 'DEAD') and settled_at is null or state in ('HEARD', 'DROPPED') and settled_at is not null)
    );
    create index event_deliveries_open on %1$I.event_deliveries (hearer, resident_id, event_id) where settled_at is null;
    alter table %1$I.event_deliveries enable row level security;
    alter table %1$I.event_deliveries force row level security;
    create policy told_now on %1$I.event_deliveries for insert to %2$I, %3$I with check (
      onedoor.account() is not null and state = 'WAITING' and tries = 0
    );
    -- Ids, names of events and times: the work of who delivers, and nothing of what is told.
    create policy to_be_delivered on %1$I.event_deliveries for select to %3$I using (true);
    create policy delivered on %1$I.event_deliveries for update to %3$I using (settled_at is null) with check (true);
    grant insert (resident_id, event_id, hearer, name, version) on %1$I.event_deliveries to %2$I, %3$I;
    grant select, update (state, tries, next_try_at, settled_at) on %1$I.event_deliveries to %3$I;

    -- The id of an event is needed for its deliveries, and the login does not read what it told.
    grant insert (event_id) on %1$I.outbox to %2$I;
    -- What is told is read one resident at a time, and a handler tells of the one whom its own event is about.
    create policy to_be_told on %1$I.outbox for select to %3$I using (
      onedoor.handled_event() is not null and coalesce(resident_id, 0) = coalesce(onedoor.handled_resident(), 0)
    );
    create policy told_by_handler on %1$I.outbox for insert to %3$I with check (account = onedoor.account());
    create policy handled_only on %1$I.outbox as restrictive to %3$I
      using (coalesce(resident_id, 0) = coalesce(onedoor.handled_resident(), 0))
      with check (
        onedoor.handled_event() is not null and coalesce(resident_id, 0) = coalesce(onedoor.handled_resident(), 0));
    grant select, insert (event_id, name, version, resident_id, area_code, payload) on %1$I.outbox to %3$I;
  $sql$, department_schema, login, system_login);
end
$$;
revoke execute on function onedoor.prepare_deliveries(text) from public;

-- Wakes up who delivers the department's events to one hearer about one resident; once, however often it is called before.
-- graphile_worker.add_job is not for logins, so this runs as who made it; for which department, the login says and nobody else.
create function onedoor.wake_delivery(hearer text, resident_id bigint, run_at timestamp with time zone) returns boolean
language plpgsql volatile parallel unsafe security definer set search_path = '' as $$
declare
  department constant text := regexp_replace(substring(session_user from '^onedoor_(.+)$'), '_system$', '');
begin
  if department is null then
    raise exception 'only a department delivers its events' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(
    identifier => 'deliver ' || department,
    payload => json_build_object('hearer', hearer, 'residentId', resident_id::text),
    run_at => run_at,
    job_key => department || '>' || hearer || ' ' || resident_id,
    job_key_mode => 'preserve_run_at',
    -- Tries are counted in the list; a job that fails has met a fault of ours.
    max_attempts => 25
  );
  return true;
end
$$;
