-- Plain functions in place of sub-queries, and no triggers: a table spread over machines may have neither (docs/adr/0085).
alter policy visible_rows on cases.cases using (
  onedoor.in_areas(area_code) or resident_id = onedoor.own_resident()
);

drop trigger count_added on cases.cases;
drop trigger count_removed on cases.cases;
drop trigger count_changed on cases.cases;
drop trigger count_emptied on cases.cases;
drop function cases.count_cases();

-- No login writes cases or counts by itself: whoever changes cases does so in a function that counts as well, or counts all of them
-- again afterwards, as a load does. The owner's policy is for those functions.
create policy kept_cases on cases.cases to current_user using (true) with check (true);

create function cases.recount() returns void language plpgsql volatile parallel unsafe set search_path = '' as $$
begin
  -- Two at once would both find nothing in their way.
  lock table cases.case_counts in share row exclusive mode;
  delete from cases.case_counts;
  insert into cases.case_counts (area_code, item_code, status, cases)
    select left(c.area_code, 9), coalesce(c.item_code, ''), coalesce(c.status, ''), count(*)
    from cases.cases as c
    group by left(c.area_code, 9), grouping sets ((c.item_code, c.status), (c.item_code), (c.status), ());
end
$$;
revoke all on function cases.recount() from public;

-- Cases follow the resident whom the event under way is about, and their counts with them. In the order of the key, so that two
-- changes at once cannot wait for each other.
create function cases.move_cases(resident bigint, to_area text) returns void
language plpgsql volatile parallel unsafe security definer set search_path = '' as $$
begin
  if not onedoor.handles(resident) then
    raise exception 'cases follow the resident of the event under way' using errcode = 'insufficient_privilege';
  end if;
  perform from cases.cases as c where c.resident_id = resident for update;
  insert into cases.case_counts as kept (area_code, item_code, status, cases)
    select moved.area_code, coalesce(moved.item_code, ''), coalesce(moved.status, ''), sum(moved.cases)
    from (
      select left(c.area_code, 9), c.item_code, c.status, -1 from cases.cases as c where c.resident_id = resident
      union all
      select left(to_area, 9), c.item_code, c.status, 1 from cases.cases as c where c.resident_id = resident
    ) as moved (area_code, item_code, status, cases)
    group by moved.area_code, grouping sets ((moved.item_code, moved.status), (moved.item_code), (moved.status), ())
    having sum(moved.cases) <> 0
    order by 2, 3, 1
    on conflict (item_code, status, area_code) do update set cases = kept.cases + excluded.cases;
  update cases.cases as c set area_code = to_area where c.resident_id = resident;
end
$$;
revoke all on function cases.move_cases(bigint, text) from public;
grant execute on function cases.move_cases(bigint, text) to onedoor_cases_system;
