-- Who asks, for row policies. The claims live for one transaction. Every reading function gives NULL when they
-- were not set, so a policy fails closed; a pooled connection keeps '' from an earlier claim, which counts as unset.
create schema if not exists onedoor;
revoke all on schema onedoor from public;

-- True always, so that it can stand in a FROM clause whose row must exist before any table is read:
--   from onedoor.set_viewer($2, $3) as v(ok), lateral (select ... from t where ... and v.ok offset 0) r
-- Volatile and parallel unsafe on purpose: it must run exactly once, and first, in the process that reads.
-- One area that is not well formed takes all areas away: a broken claim must not count as half a claim.
create function onedoor.set_viewer(areas text[], resident_id bigint) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  area text;
  low text;
  high text;
  discarded text;
begin
  foreach area in array coalesce(areas, '{}') loop
    -- Trailing zeros stay: 320100000 is a division of its own, not a way to write 3201.
    if area is null or area !~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$' then
      low := null;
      high := null;
      exit;
    end if;
    -- ':' is the character after '9', so area || ':' is past every longer code and before the next area.
    low := case when low collate "C" < area then low else area end;
    high := case when high collate "C" > area || ':' then high else area || ':' end;
  end loop;
  discarded := set_config('onedoor.areas', case when low is null then '' else array_to_string(areas, ',') end, true);
  discarded := set_config('onedoor.area_low', coalesce(low, ''), true);
  discarded := set_config('onedoor.area_high', coalesce(high, ''), true);
  discarded := set_config('onedoor.resident_id', coalesce(resident_id::text, ''), true);
  return true;
end
$$;

-- Row policies compare with these. Written as (select onedoor.areas()) they are worked out once a statement:
--   using (area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident()))
create function onedoor.areas() returns text[]
language sql stable parallel safe
return case when current_setting('onedoor.areas', true) ~ '^[0-9]{2,12}(,[0-9]{2,12})*$'
  then string_to_array(current_setting('onedoor.areas', true), ',') end;

create function onedoor.own_resident() returns bigint
language sql stable parallel safe
return case when current_setting('onedoor.resident_id', true) ~ '^[0-9]{1,18}$'
  then current_setting('onedoor.resident_id', true)::bigint end;

-- The bounds of one index range that holds every area of the viewer, and others when there are several areas.
create function onedoor.area_low() returns text
language sql stable parallel safe
return case when current_setting('onedoor.area_low', true) ~ '^[0-9]{2,12}$'
  then current_setting('onedoor.area_low', true) end;

create function onedoor.area_high() returns text
language sql stable parallel safe
return case when current_setting('onedoor.area_high', true) ~ '^[0-9]{2,12}:$'
  then current_setting('onedoor.area_high', true) end;

-- The exact answer for one row. Without a subquery, so that the planner can put it into a condition.
create function onedoor.in_areas(area_code text) returns boolean
language sql stable parallel safe
return area_code ^@ any (string_to_array(current_setting('onedoor.areas', true), ','));
