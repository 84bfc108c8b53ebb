-- A list of areas is well formed as a whole or it is none: no area of two to twelve digits that is no division's length, and
-- no empty one, which every code begins with. set_viewer writes no other list; this holds where the setting was made elsewhere.
create or replace function onedoor.areas() returns text[]
language sql stable parallel safe
return case when current_setting('onedoor.areas', true)
    ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})(,([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}))*$'
  then string_to_array(current_setting('onedoor.areas', true), ',') end;

create or replace function onedoor.area_low() returns text
language sql stable parallel safe
return case when current_setting('onedoor.area_low', true) ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$'
  then current_setting('onedoor.area_low', true) end;

create or replace function onedoor.area_high() returns text
language sql stable parallel safe
return case when current_setting('onedoor.area_high', true) ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}):$'
  then current_setting('onedoor.area_high', true) end;

-- False, not unknown, without areas: "not in_areas(...)" must not be unknown either.
create or replace function onedoor.in_areas(area_code text) returns boolean
language sql stable parallel safe
return coalesce(area_code ^@ any (onedoor.areas()), false);
