-- Copies of where somebody is registered follow what Population tells (docs/adr/0084).

-- Gives a department its inbox, where it has none yet, and opens tables with a person's area to its handlers: of the one
-- resident whom an event is about they change the area, and nothing else.
create function onedoor.let_areas_follow(department_schema text, variadic table_names text[]) returns void
language plpgsql as $$
declare
  system_login constant text := 'onedoor_' || department_schema || '_system';
  table_name text;
begin
  if to_regclass(format('%I.inbox', department_schema)) is null then
    perform onedoor.prepare_hearing(department_schema);
  end if;
  -- So that an event that comes late does not undo a later one.
  execute format($sql$
    create policy handled_before on %1$I.inbox for select to %2$I using (onedoor.handles(resident_id));
  $sql$, department_schema, system_login);
  foreach table_name in array table_names loop
    perform onedoor.open_to_handlers(department_schema, table_name);
    execute format($sql$
      grant select (resident_id, area_code), update (area_code) on %1$I.%2$I to %3$I;
    $sql$, department_schema, table_name, system_login);
  end loop;
end
$$;
revoke execute on function onedoor.let_areas_follow(text, text[]) from public;

-- Held until the end of the transaction: by who writes a row with the area a resident has now (shared by any number of them),
-- and by who changes that area, alone. Otherwise a row written meanwhile would keep the old one for good.
create function onedoor.hold_area(department text, resident_id bigint, is_changed boolean) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  held constant bigint := hashtextextended('area ' || department || ' ' || resident_id, 0);
begin
  if is_changed then
    perform pg_advisory_xact_lock(held);
  else
    perform pg_advisory_xact_lock_shared(held);
  end if;
  return true;
end
$$;
