-- Emergency access (docs/adr/0033): one person asks, another confirms, and for a while the first sees one resident of
-- another area. Who, when and how often is checked here, by the database's clock, whatever the hub believes.

-- How long and how often: data, so that a data steward changes them without a new version. The same for everybody.
create table population.emergency_rules (
  name text primary key,
  value integer not null,
  reason text not null
);
insert into population.emergency_rules (name, value, reason) values
  ('most_open', 3, 'One counter has one emergency at a time; with three, one that waits and one that was mistyped do not stop it, and nobody opens a file of people.'),
  ('confirm_within_minutes', 30, 'An emergency nobody could confirm in half an hour is over, or wants a new reason.'),
  ('lasts_minutes', 30, 'Long enough for one conversation at the counter, short enough that nobody works with it.');
grant select on population.emergency_rules to onedoor_population;

create table population.emergency_accesses (
  access_id uuid primary key default gen_random_uuid(),
  position bigserial not null,
  requested_by text not null,
  -- The first of the requester's areas, which decides who may confirm.
  area_code text collate "C" not null,
  -- Whom it opens; 0, which is nobody, when no resident has the number that was given.
  subject_id bigint not null,
  reason text not null,
  requested_at timestamp with time zone not null,
  lapses_at timestamp with time zone not null,
  confirmed_by text,
  confirmed_at timestamp with time zone,
  ends_at timestamp with time zone,
  constraint emergency_accesses_two_persons check (confirmed_by <> requested_by),
  constraint emergency_accesses_confirmed_whole check (num_nulls(confirmed_by, confirmed_at, ends_at) in (0, 3))
);
create index emergency_accesses_position on population.emergency_accesses (position desc);
create index emergency_accesses_requested_by on population.emergency_accesses (requested_by, lapses_at);

-- The account that asks, for the row policies below; set by the functions below for one transaction.
create function population.emergency_account() returns text language sql stable parallel safe
return nullif(current_setting('onedoor.emergency_account', true), '');

alter table population.emergency_accesses enable row level security;
alter table population.emergency_accesses force row level security;
create policy visible_rows on population.emergency_accesses for select using (
  area_code ^@ any ((select onedoor.areas())::text[])
);
create policy own_rows on population.emergency_accesses for select using (
  requested_by = (select population.emergency_account())
);
create policy own_requests on population.emergency_accesses for insert with check (
  requested_by = (select population.emergency_account())
  and area_code ^@ any ((select onedoor.areas())::text[])
  and confirmed_by is null
);
create policy confirmed_by_another on population.emergency_accesses for update using (
  area_code ^@ any ((select onedoor.areas())::text[])
  and requested_by <> (select population.emergency_account())
  and confirmed_by is null and lapses_at > clock_timestamp()
) with check (
  confirmed_by = (select population.emergency_account())
);
-- The login can ask and confirm, and can set no time, no other person and nothing anew.
grant select on population.emergency_accesses to onedoor_population;
grant insert (requested_by, area_code, subject_id, reason) on population.emergency_accesses to onedoor_population;
grant update (confirmed_by) on population.emergency_accesses to onedoor_population;
grant usage on sequence population.emergency_accesses_position_seq to onedoor_population;

create function population.emergency_minutes(rule text) returns interval language sql stable
begin atomic
  select make_interval(mins => value) from population.emergency_rules where name = rule;
end;

create function population.stamp_emergency_access() returns trigger language plpgsql as $$
begin
  new.requested_at := coalesce(new.requested_at, clock_timestamp());
  new.lapses_at := coalesce(new.lapses_at, new.requested_at + population.emergency_minutes('confirm_within_minutes'));
  if new.confirmed_by is not null then
    new.confirmed_at := coalesce(new.confirmed_at, clock_timestamp());
    new.ends_at := coalesce(new.ends_at, new.confirmed_at + population.emergency_minutes('lasts_minutes'));
  end if;
  return new;
end
$$;
create trigger stamp before insert or update of confirmed_by on population.emergency_accesses
  for each row execute function population.stamp_emergency_access();

-- Asks for access to whoever has the number, or to nobody: which of the two it was shows in nothing that comes back.
-- Null when the account has as many requests open as it may.
create function population.request_emergency_access(account text, area text, number text, why text) returns uuid
language plpgsql volatile parallel unsafe as $$
declare
  own_areas constant text[] := onedoor.areas();
  discarded text;
  subject bigint;
  made uuid;
begin
  discarded := set_config('onedoor.emergency_account', account, true);
  -- Requests of one account take turns, or two at once would both find room for one.
  perform pg_advisory_xact_lock(hashtextextended('emergency ' || account, 0));
  if (
    select count(*) from population.emergency_accesses as open
    where open.requested_by = account
      and case when open.confirmed_by is null then open.lapses_at else open.ends_at end > clock_timestamp()
  ) >= (select value from population.emergency_rules where name = 'most_open') then
    return null;
  end if;
  -- The person is in another area, so this one look-up, whose outcome nobody is told, claims every province. A row
  -- policy for it on residents would have to be planned with every other read of them.
  perform onedoor.set_viewer(array(select lpad(n::text, 2, '0') from generate_series(0, 99) as n), null);
  select min(resident.resident_id) into subject from population.residents as resident where resident.id_number = number;
  perform onedoor.set_viewer(own_areas, null);
  insert into population.emergency_accesses (requested_by, area_code, subject_id, reason)
  values (account, area, coalesce(subject, 0), why)
  returning access_id into made;
  return made;
end
$$;

-- What became of it: 'confirmed', 'own', 'taken', 'lapsed', or 'none' where the account sees no such request.
create function population.confirm_emergency_access(account text, wanted uuid) returns text
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
  request population.emergency_accesses;
begin
  select * into request from population.emergency_accesses as seen where seen.access_id = wanted;
  if not found then
    return 'none';
  end if;
  if request.requested_by = account then
    return 'own';
  end if;
  discarded := set_config('onedoor.emergency_account', account, true);
  -- The row policy says which can be confirmed; of two at once, the second finds nothing left.
  update population.emergency_accesses as asked set confirmed_by = account where asked.access_id = wanted;
  if found then
    return 'confirmed';
  end if;
  select * into request from population.emergency_accesses as seen where seen.access_id = wanted;
  return case when request.confirmed_by is null then 'lapsed' else 'taken' end;
end
$$;

-- Whom a confirmed access of the account opens at this moment, and for how long still. No row when it does not.
create function population.emergency_grant(account text, wanted uuid)
returns table (subject_id bigint, remaining_ms integer)
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.emergency_account', account, true);
  return query
    select granted.subject_id, (extract(epoch from granted.ends_at - clock_timestamp()) * 1000)::integer
    from population.emergency_accesses as granted
    where granted.access_id = wanted and granted.requested_by = account
      and granted.confirmed_by <> account
      and granted.confirmed_at <= clock_timestamp() and granted.ends_at > clock_timestamp();
end
$$;
