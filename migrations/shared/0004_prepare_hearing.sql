-- Who works when nobody asks (docs/adr/0083): each department has a login for it, onedoor_<schema>_system. While that login
-- handles an event, it sees and changes the rows of the one resident whom the event is about, and no others, ever.

-- The first statement of a transaction that handles an event. It claims no areas and no own record, so it satisfies no rule
-- made for viewers; what the handler appends bears the event in the place of an account.
create function onedoor.set_handler(event_id uuid, resident_id bigint) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.event_id', coalesce(event_id::text, ''), true);
  discarded := set_config('onedoor.event_resident', coalesce(resident_id::text, ''), true);
  discarded := set_config('onedoor.account', coalesce('event:' || event_id, ''), true);
  return onedoor.set_viewer('{}', null);
end
$$;

-- Null for every login but those of the system: a viewer's statement can claim what it will, and handles nothing.
create function onedoor.handled_event() returns uuid
language sql stable parallel safe
return case when session_user::text ^@ 'onedoor_' and right(session_user, 7) = '_system'
    and current_setting('onedoor.event_id', true) ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  then current_setting('onedoor.event_id', true)::uuid end;

create function onedoor.handled_resident() returns bigint
language sql stable parallel safe
return case when onedoor.handled_event() is not null and current_setting('onedoor.event_resident', true) ~ '^[0-9]{1,18}$'
  then current_setting('onedoor.event_resident', true)::bigint end;

-- True for rows of the resident whom the event under way is about. A plain function, without a sub-query, so that the table
-- may be spread.
create function onedoor.handles(resident_id bigint) returns boolean
language sql stable parallel safe
return coalesce(resident_id = onedoor.handled_resident(), false);

-- Opens a table to the department's handlers, as far as its migration grants columns:
--   select onedoor.open_to_handlers('grid', 'visits');
--   grant select (resident_id, area_code), update (area_code) on grid.visits to onedoor_grid_system;
-- The second policy binds what all others allow: claims of a viewer open nothing to this login.
create function onedoor.open_to_handlers(department_schema text, table_name text) returns void
language plpgsql as $$
begin
  execute format($sql$
    create policy handled on %1$I.%2$I to %3$I
      using (onedoor.handles(resident_id)) with check (onedoor.handles(resident_id));
    create policy handled_only on %1$I.%2$I as restrictive to %3$I
      using (onedoor.handles(resident_id)) with check (onedoor.handles(resident_id));
  $sql$, department_schema, table_name, 'onedoor_' || department_schema || '_system');
end
$$;
revoke execute on function onedoor.open_to_handlers(text, text) from public;

-- Makes the inbox in a department's schema: which event has been handled by what. It is entered in the transaction that
-- handles it, so an event that comes twice is handled once.
create function onedoor.prepare_hearing(department_schema text) returns void
language plpgsql as $$
begin
  execute format($sql$
    create table %1$I.inbox (
      -- 0 for what is about nobody.
      resident_id bigint not null,
      event_id uuid not null,
      handler text not null,
      handled_at timestamp with time zone not null default clock_timestamp(),
      constraint inbox_resident_id_event_id_handler_pk primary key (resident_id, event_id, handler)
    );
    alter table %1$I.inbox enable row level security;
    alter table %1$I.inbox force row level security;
    create policy handled_now on %1$I.inbox to %2$I
      using (event_id = onedoor.handled_event() and resident_id = coalesce(onedoor.handled_resident(), 0))
      with check (event_id = onedoor.handled_event() and resident_id = coalesce(onedoor.handled_resident(), 0));
    grant select, insert (resident_id, event_id, handler) on %1$I.inbox to %2$I;
  $sql$, department_schema, 'onedoor_' || department_schema || '_system');
end
$$;
revoke execute on function onedoor.prepare_hearing(text) from public;
