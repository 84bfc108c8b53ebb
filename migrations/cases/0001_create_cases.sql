create table cases.cases (
  resident_id bigint not null,
  case_id bigint not null,
  area_code text collate "C" not null,
  number text not null,
  item_code text not null,
  business_code text,
  centre_code text,
  status text not null,
  origin text not null,
  is_by_agent boolean not null,
  opened_on date not null,
  accepted_on date,
  due_on date,
  closed_on date,
  constraint cases_resident_id_case_id_pk primary key (resident_id, case_id)
);
create index cases_newest on cases.cases (resident_id, opened_on desc, case_id desc);
create index cases_area_code on cases.cases (area_code, case_id);
create index cases_status on cases.cases (status, area_code, case_id);
create index cases_case_id on cases.cases (case_id);
create index cases_number on cases.cases (number);

alter table cases.cases enable row level security;
alter table cases.cases force row level security;
create policy visible_rows on cases.cases for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on cases.cases to onedoor_cases;

-- How many cases there are, without whose (docs/adr/0040): whoever only counts reads nothing else. A row for each township,
-- item and status, and beside them sums in which '' stands for every item or every status, so that a headline over half
-- a million cases adds up one row for each township.
create table cases.case_counts (
  area_code text collate "C" not null,
  item_code text not null,
  status text not null,
  cases integer not null,
  constraint case_counts_item_code_status_area_code_pk primary key (item_code, status, area_code)
);

alter table cases.case_counts enable row level security;
alter table cases.case_counts force row level security;
create policy visible_rows on cases.case_counts for select using (area_code ^@ any ((select onedoor.areas())::text[]));
grant select on cases.case_counts to onedoor_cases;

-- Counts follow the cases in the same transaction, by a function that runs as the owner: whoever may come to write cases
-- may write no count. In the order of the key, so that two changes at once cannot wait for each other.
create policy kept_counts on cases.case_counts to current_user using (true) with check (true);

create function cases.count_cases() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  counted cases.case_counts[];
begin
  if tg_op = 'TRUNCATE' then
    delete from cases.case_counts;
    return null;
  end if;
  if tg_op = 'INSERT' then
    counted := array(select (left(area_code, 9), item_code, status, 1)::cases.case_counts from added);
  elsif tg_op = 'DELETE' then
    counted := array(select (left(area_code, 9), item_code, status, -1)::cases.case_counts from removed);
  else
    counted := array(
      select (left(area_code, 9), item_code, status, 1)::cases.case_counts from added
      union all select (left(area_code, 9), item_code, status, -1)::cases.case_counts from removed
    );
  end if;
  insert into cases.case_counts as kept (area_code, item_code, status, cases)
    select c.area_code, coalesce(c.item_code, ''), coalesce(c.status, ''), sum(c.cases)
    from unnest(counted) as c
    group by c.area_code, grouping sets ((c.item_code, c.status), (c.item_code), (c.status), ())
    having sum(c.cases) <> 0
    order by 2, 3, 1
    on conflict (item_code, status, area_code) do update set cases = kept.cases + excluded.cases;
  return null;
end
$$;
revoke all on function cases.count_cases() from public;

create trigger count_added after insert on cases.cases
  referencing new table as added for each statement execute function cases.count_cases();
create trigger count_removed after delete on cases.cases
  referencing old table as removed for each statement execute function cases.count_cases();
create trigger count_changed after update on cases.cases
  referencing old table as removed new table as added for each statement execute function cases.count_cases();
create trigger count_emptied after truncate on cases.cases for each statement execute function cases.count_cases();
