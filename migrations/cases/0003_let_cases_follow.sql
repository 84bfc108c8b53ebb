-- A case belongs to the window that took it until it is closed, and to where the applicant lives (docs/adr/0084).
alter table cases.cases add column moved_to_area_code text collate "C";
alter policy visible_rows on cases.cases using (
  (onedoor.in_areas(area_code) and (moved_to_area_code is null or closed_on is null))
  or onedoor.in_areas(moved_to_area_code) or resident_id = onedoor.own_resident()
);

select onedoor.let_areas_follow('cases', variadic '{}');

-- What no window took goes to where the applicant lives, and its counts with it. Counts of windows stay: they are of what was
-- done there.
create or replace function cases.move_cases(resident bigint, to_area text) returns void
language plpgsql volatile parallel unsafe security definer set search_path = '' as $$
begin
  if not onedoor.handles(resident) then
    raise exception 'cases follow the resident of the event under way' using errcode = 'insufficient_privilege';
  end if;
  perform from cases.cases as c where c.resident_id = resident for update;
  insert into cases.case_counts as kept (area_code, item_code, status, cases)
    select moved.area_code, coalesce(moved.item_code, ''), coalesce(moved.status, ''), sum(moved.cases)
    from cases.cases as c, lateral (values (left(c.area_code, 9), c.item_code, c.status, -1), (left(to_area, 9), c.item_code, c.status, 1))
      as moved (area_code, item_code, status, cases)
    where c.resident_id = resident and c.centre_code is null
    group by moved.area_code, grouping sets ((moved.item_code, moved.status), (moved.item_code), (moved.status), ())
    having sum(moved.cases) <> 0
    order by 2, 3, 1
    on conflict (item_code, status, area_code) do update set cases = kept.cases + excluded.cases;
  update cases.cases as c set
      area_code = case when c.centre_code is null then to_area else c.area_code end,
      moved_to_area_code = case when c.centre_code is not null and c.area_code <> to_area then to_area end
    where c.resident_id = resident;
end
$$;
revoke all on function cases.move_cases(bigint, text) from public;
grant execute on function cases.move_cases(bigint, text) to onedoor_cases_system;
