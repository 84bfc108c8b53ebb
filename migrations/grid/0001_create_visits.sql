-- Whom the grid may visit. A visit takes its area from here, so nobody can record one into an area by saying so.
create table grid.residents (
  resident_id bigint not null,
  area_code text collate "C" not null,
  constraint residents_resident_id_pk primary key (resident_id)
);
create index residents_area_code on grid.residents (area_code);

alter table grid.residents enable row level security;
alter table grid.residents force row level security;
create policy visible_rows on grid.residents for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on grid.residents to onedoor_grid;

create table grid.visits (
  resident_id bigint not null,
  -- By chance: an id that counted up would tell how many visits there are anywhere.
  visit_id bigint not null default random(100000000000000000, 999999999999999999),
  area_code text collate "C" not null,
  visited_on date not null,
  visitor text not null,
  kind text not null,
  outcome text not null,
  note text,
  recorded_by text not null,
  client_key text not null,
  content_hash text not null,
  recorded_at timestamp with time zone not null default clock_timestamp(),
  constraint visits_resident_id_visit_id_pk primary key (resident_id, visit_id),
  constraint visits_client_key unique (resident_id, recorded_by, client_key)
);
create index visits_newest on grid.visits (resident_id, visited_on desc, visit_id desc);
create index visits_area_code on grid.visits (area_code);

alter table grid.visits enable row level security;
alter table grid.visits force row level security;
create policy visible_rows on grid.visits for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
-- In the viewer's own areas only, and where the resident lives: one's own record is nothing to write in.
create policy recorded_in_area on grid.visits for insert with check (
  area_code ^@ any ((select onedoor.areas())::text[])
  and exists (
    select from grid.residents r where r.resident_id = visits.resident_id and r.area_code = visits.area_code)
);
grant select on grid.visits to onedoor_grid;
grant insert (resident_id, area_code, visited_on, visitor, kind, outcome, note, recorded_by, client_key, content_hash)
  on grid.visits to onedoor_grid;

create table grid.findings (
  resident_id bigint not null,
  visit_id bigint not null,
  finding_id bigint not null,
  area_code text collate "C" not null,
  kind text not null,
  severity text not null,
  note text,
  constraint findings_resident_id_visit_id_finding_id_pk primary key (resident_id, visit_id, finding_id)
);
create index findings_area_code on grid.findings (area_code);

alter table grid.findings enable row level security;
alter table grid.findings force row level security;
create policy visible_rows on grid.findings for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
-- Only the transaction that records a visit may add to it: what was found once is not made more of later.
create policy recorded_with_visit on grid.findings for insert with check (
  area_code ^@ any ((select onedoor.areas())::text[])
  and exists (
    select from grid.visits v where v.resident_id = findings.resident_id and v.visit_id = findings.visit_id
      and v.area_code = findings.area_code and v.recorded_at >= now())
);
grant select on grid.findings to onedoor_grid;
grant insert (resident_id, visit_id, finding_id, area_code, kind, severity, note) on grid.findings to onedoor_grid;

create table grid.follow_ups (
  resident_id bigint not null,
  visit_id bigint not null,
  follow_up_id bigint not null,
  area_code text collate "C" not null,
  kind text not null,
  due_on date not null,
  note text,
  done_on date,
  result text,
  done_by text,
  done_key text,
  done_hash text,
  done_at timestamp with time zone,
  constraint follow_ups_resident_id_visit_id_follow_up_id_pk primary key (resident_id, visit_id, follow_up_id),
  constraint follow_ups_done_whole check (done_on is null or num_nulls(done_by, done_key, done_hash, done_at) = 0)
);
create index follow_ups_area_code on grid.follow_ups (area_code);
create index follow_ups_open on grid.follow_ups (area_code, due_on) where done_on is null;

alter table grid.follow_ups enable row level security;
alter table grid.follow_ups force row level security;
create policy visible_rows on grid.follow_ups for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
create policy recorded_with_visit on grid.follow_ups for insert with check (
  area_code ^@ any ((select onedoor.areas())::text[]) and done_on is null
  and exists (
    select from grid.visits v where v.resident_id = follow_ups.resident_id and v.visit_id = follow_ups.visit_id
      and v.area_code = follow_ups.area_code and v.recorded_at >= now())
);
create policy completed_once on grid.follow_ups for update using (
  area_code ^@ any ((select onedoor.areas())::text[]) and done_on is null
) with check (
  area_code ^@ any ((select onedoor.areas())::text[]) and done_on is not null
);
grant select on grid.follow_ups to onedoor_grid;
grant insert (resident_id, visit_id, follow_up_id, area_code, kind, due_on, note) on grid.follow_ups to onedoor_grid;
-- The login can complete a task once, and can change nothing else of it, nor say when it did.
grant update (done_on, result, done_by, done_key, done_hash) on grid.follow_ups to onedoor_grid;

create function grid.stamp_completion() returns trigger language plpgsql as $$
begin
  new.done_at := clock_timestamp();
  return new;
end
$$;
create trigger stamp before update of done_on on grid.follow_ups
  for each row execute function grid.stamp_completion();

-- The day it is where the grid works, whatever the server's own zone.
create function grid.today() returns date language sql stable parallel safe
return (now() at time zone 'Asia/Shanghai')::date;

-- What an account has recorded of a resident under a key: 'same', or 'other' when the key stands for another visit.
create function grid.recorded_visit(account text, resident bigint, key text, hash text)
returns table (visit bigint, outcome text)
language sql stable parallel safe
begin atomic
  select v.visit_id, case when v.content_hash = hash then 'same' else 'other' end
    from grid.visits v where v.resident_id = resident and v.recorded_by = account and v.client_key = key;
end;

-- Records a visit with its findings and tasks: 'recorded', or what stands in the way. No row where the viewer has no such
-- resident in the areas. Of two at once under one key the second waits, and finds what the first has recorded.
create function grid.record_visit(account text, resident bigint, key text, hash text, content jsonb)
returns table (visit bigint, outcome text)
language plpgsql volatile parallel unsafe as $$
declare
  home text;
  made bigint;
  visited date := (content ->> 'visited_on')::date;
begin
  select r.area_code into home from grid.residents r
    where r.resident_id = resident and r.area_code ^@ any (onedoor.areas());
  if not found then
    return;
  end if;
  return query select * from grid.recorded_visit(account, resident, key, hash);
  if found then
    return;
  end if;
  if visited > grid.today() then
    return query select null::bigint, 'future';
    return;
  end if;
  -- A worker without a network records at the end of the week. A month later it would be from memory.
  if visited < grid.today() - 31 then
    return query select null::bigint, 'late';
    return;
  end if;
  insert into grid.visits (resident_id, area_code, visited_on, visitor, kind, outcome, note, recorded_by, client_key,
      content_hash)
    values (resident, home, visited, content ->> 'visitor', content ->> 'kind', content ->> 'outcome', content ->> 'note',
      account, key, hash)
    on conflict (resident_id, recorded_by, client_key) do nothing
    returning visit_id into made;
  if made is null then
    return query select * from grid.recorded_visit(account, resident, key, hash);
    return;
  end if;
  insert into grid.findings (resident_id, visit_id, finding_id, area_code, kind, severity, note)
    select resident, made, f.position, home, f.kind, f.severity, f.note
    from jsonb_to_recordset(content -> 'findings') as f(position bigint, kind text, severity text, note text);
  insert into grid.follow_ups (resident_id, visit_id, follow_up_id, area_code, kind, due_on, note)
    select resident, made, f.position, home, f.kind, f.due_on, f.note
    from jsonb_to_recordset(content -> 'follow_ups') as f(position bigint, kind text, due_on date, note text);
  return query select made, 'recorded';
end
$$;

-- How a completed task was completed, as seen by an account: 'same', 'other' result under the same key, or 'taken'.
-- Empty while it is open, 'none' where the viewer has no such task in the areas.
create function grid.completion(account text, resident bigint, visit bigint, task bigint, key text, hash text) returns text
language sql stable parallel safe
return coalesce((
  select case
    when f.done_on is null then ''
    when f.done_by <> account or f.done_key <> key then 'taken'
    when f.done_hash <> hash then 'other'
    else 'same' end
  from grid.follow_ups f
  where f.resident_id = resident and f.visit_id = visit and f.follow_up_id = task
    and f.area_code ^@ any (onedoor.areas())
), 'none');

-- Completes a task: 'completed', or what stands in the way.
create function grid.complete_follow_up(account text, resident bigint, visit bigint, task bigint, key text, hash text,
  done date, words text) returns text
language plpgsql volatile parallel unsafe as $$
declare
  standing text := grid.completion(account, resident, visit, task, key, hash);
begin
  if standing <> '' then
    return standing;
  end if;
  if done > grid.today() then
    return 'future';
  end if;
  if done < (select v.visited_on from grid.visits v where v.resident_id = resident and v.visit_id = visit) then
    return 'early';
  end if;
  -- The row policy says which can be completed; of two at once, the second finds nothing left.
  update grid.follow_ups f set done_on = done, result = words, done_by = account, done_key = key, done_hash = hash
    where f.resident_id = resident and f.visit_id = visit and f.follow_up_id = task;
  if found then
    return 'completed';
  end if;
  return grid.completion(account, resident, visit, task, key, hash);
end
$$;
