-- Row policies of tables that may be spread over machines have no sub-query (docs/adr/0085), so what they ask is worked out for
-- each row. Nearly every viewer has one area, and for one area that is a comparison with a setting. An area of another length than a
-- division's would open more than a division; nothing that is no code begins one. Of several areas the whole list is looked at.
create or replace function onedoor.in_areas(area_code text) returns boolean
language sql stable parallel safe
return case
  when octet_length(current_setting('onedoor.area', true)) in (2, 4, 6, 9, 12)
    then coalesce(area_code ^@ current_setting('onedoor.area', true), false)
  else coalesce(area_code ^@ any (onedoor.areas()), false)
end;

-- As before, and names the area of a viewer who has exactly one.
create or replace function onedoor.set_viewer(areas text[], resident_id bigint) returns boolean
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
  discarded := set_config('onedoor.area', case when low is not null and cardinality(areas) = 1 then low else '' end, true);
  discarded := set_config('onedoor.area_low', coalesce(low, ''), true);
  discarded := set_config('onedoor.area_high', coalesce(high, ''), true);
  discarded := set_config('onedoor.resident_id', coalesce(resident_id::text, ''), true);
  return true;
end
$$;
