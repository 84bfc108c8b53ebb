-- The fourth emergency access that one pair of accounts opens in a day takes a third person (docs/adr/0068). Requests keep
-- their form: `confirmed_by` is who opened it, so that the version before goes on reading them, and shows one that waits
-- for a third person as waiting.
CREATE TABLE "population"."emergency_first_confirmations" (
	"access_id" uuid PRIMARY KEY NOT NULL,
	"area_code" text collate "C" NOT NULL,
	"confirmed_by" text NOT NULL,
	"makers" text[] NOT NULL,
	"confirmed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

insert into population.emergency_rules (name, value, reason) values
  ('most_by_pair', 3, 'Two persons with three emergencies between them in one day may be two busy persons; from the fourth on somebody else looks as well.');

-- Whether the account may be the first to confirm this request.
create function population.may_confirm_first(wanted uuid, area text) returns boolean language sql stable
begin atomic
  select exists (
    select from population.emergency_accesses asked
    where asked.access_id = wanted and asked.area_code = area and asked.area_code ^@ any (onedoor.areas())
      and asked.requested_by <> population.emergency_account()
      and asked.confirmed_by is null and asked.lapses_at > clock_timestamp()
  );
end;

alter table population.emergency_first_confirmations enable row level security;
alter table population.emergency_first_confirmations force row level security;
create policy visible_rows on population.emergency_first_confirmations for select using (
  area_code ^@ any ((select onedoor.areas())::text[])
);
create policy own_confirmations on population.emergency_first_confirmations for insert with check (
  confirmed_by = (select population.emergency_account()) and population.may_confirm_first(access_id, area_code)
);
grant select, insert (access_id, area_code, confirmed_by, makers) on population.emergency_first_confirmations
  to onedoor_population;

-- How many accesses the two have opened between them today in China, whichever of them asked. Confirmations of one pair
-- take turns until the end of the transaction, or two at once would both find the third.
create function population.opened_by_pair(one text, other text) returns bigint
language plpgsql volatile parallel unsafe as $$
declare
  own_areas constant text[] := onedoor.areas();
  opened bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('emergency pair ' || least(one, other) || ' ' || greatest(one, other), 0));
  -- Accounts may have changed their areas since: the number alone leaves this function.
  perform onedoor.set_viewer(array(select lpad(n::text, 2, '0') from generate_series(0, 99) as n), null);
  select count(*) into opened from population.emergency_accesses asked
    left join population.emergency_first_confirmations first on first.access_id = asked.access_id
    where asked.requested_by in (one, other)
      and asked.confirmed_at >= date_trunc('day', clock_timestamp(), 'Asia/Shanghai')
      and case asked.requested_by when one then other else one end in (asked.confirmed_by, first.confirmed_by);
  perform onedoor.set_viewer(own_areas, null);
  return opened;
end
$$;

create function population.needs_third_person(one text, other text) returns boolean
language plpgsql volatile parallel unsafe as $$
begin
  return population.opened_by_pair(one, other)
    >= (select value from population.emergency_rules where name = 'most_by_pair');
end
$$;

-- Whoever confirms, in whatever version and way.
create function population.refuse_pair() returns trigger language plpgsql as $$
begin
  if population.needs_third_person(new.requested_by, new.confirmed_by) and not exists (
    select from population.emergency_first_confirmations first
    where first.access_id = new.access_id and first.confirmed_by not in (new.requested_by, new.confirmed_by)
  ) then
    raise exception 'a third person has not confirmed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger refuse_pair before update of confirmed_by on population.emergency_accesses for each row
  when (old.confirmed_by is null and new.confirmed_by is not null) execute function population.refuse_pair();

-- As before, and 'third' where this confirmation is entered and another account has to confirm as well, or 'again' where
-- this account has confirmed and the other has not yet. No two of the three may be one person.
create or replace function population.confirm_emergency_of(account text, wanted uuid, made_by text[]) returns text
language plpgsql volatile parallel unsafe as $$
declare
  hands constant text[] := array_append(made_by, account);
  discarded text;
  asked population.emergency_accesses;
  first population.emergency_first_confirmations;
begin
  discarded := set_config('onedoor.emergency_account', account, true);
  select * into asked from population.emergency_accesses seen where seen.access_id = wanted;
  if not found or asked.requested_by = account or asked.confirmed_by is not null then
    return population.confirm_emergency_access(account, wanted);
  end if;
  select * into first from population.emergency_first_confirmations seen where seen.access_id = wanted;
  if first.confirmed_by = account then
    return case when asked.lapses_at > clock_timestamp() then 'again' else 'lapsed' end;
  end if;
  if hands && array_append(first.makers, first.confirmed_by) or exists (
    select from (select asked.requested_by as id) as asker
    left join population.emergency_requesters noted on noted.access_id = wanted
    where array_append(coalesce(noted.makers, '{}'), asker.id) && hands
  ) then
    return 'related';
  end if;
  if first.confirmed_by is not null or asked.lapses_at <= clock_timestamp()
    or not population.needs_third_person(account, asked.requested_by)
  then
    return population.confirm_emergency_access(account, wanted);
  end if;
  insert into population.emergency_first_confirmations (access_id, area_code, confirmed_by, makers)
    values (wanted, asked.area_code, account, made_by) on conflict do nothing;
  if found then
    return 'third';
  end if;
  -- Somebody was first in this very moment, so this is the third person.
  return population.confirm_emergency_of(account, wanted, made_by);
end
$$;
