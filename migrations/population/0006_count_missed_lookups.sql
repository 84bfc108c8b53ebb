-- Exact look-ups of identity numbers that are not there, or that the viewer may not see: each is written down, so that
-- nobody finds a number out by trying what fits a masked one, on however many routers (docs/how-to/alerts.md).
CREATE TABLE "population"."lookup_rules" (
	"name" text PRIMARY KEY NOT NULL,
	"value" integer NOT NULL,
	"reason" text NOT NULL
);

CREATE TABLE "population"."missed_lookups" (
	"miss_id" bigserial PRIMARY KEY NOT NULL,
	"missed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"account" text NOT NULL,
	"number_hash" text NOT NULL,
	"prefix_hash" text NOT NULL
);

CREATE TABLE "population"."lookup_keys" (
	"key" text PRIMARY KEY NOT NULL
);

CREATE INDEX "missed_lookups_account" ON "population"."missed_lookups" USING btree ("account","missed_at");

CREATE INDEX "missed_lookups_prefix" ON "population"."missed_lookups" USING btree ("prefix_hash","missed_at");

-- Data, so that a data steward changes them without a new version. The same for everybody.
insert into population.lookup_rules (name, value, reason) values
  ('account_minute', 10, 'A card that is read never misses; ten mistyped numbers in a minute are no counter''s work.'),
  ('account_day', 200, 'One window sees fewer than two hundred people a day.'),
  ('prefix_minute', 10, 'Fourteen digits say where and when somebody was born: whoever tries what follows them has a mask before the eyes.'),
  ('prefix_day', 60, 'Of the thousand numbers with the same fourteen digits, a day of trying must not find many.');
grant select on population.lookup_rules to onedoor_population;

-- Hashes under a key of this database: a copy of the misses alone tells no number.
insert into population.lookup_keys (key)
  values (encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'));
grant select on population.lookup_keys to onedoor_population;
create function population.lookup_hash(digits text) returns text language sql stable parallel safe
return encode(sha256(convert_to((select key from population.lookup_keys) || ' ' || digits, 'UTF8')), 'base64');

create function population.lookup_account() returns text language sql stable parallel safe
return nullif(current_setting('onedoor.lookup_account', true), '');

alter table population.missed_lookups enable row level security;
alter table population.missed_lookups force row level security;
create policy counted_rows on population.missed_lookups for select using (
  (select population.lookup_account()) is not null or cardinality((select onedoor.areas())::text[]) > 0
);
create policy own_misses on population.missed_lookups for insert with check (
  account = (select population.lookup_account())
);
-- The login adds misses and counts them; it sets no time and takes none away.
grant select on population.missed_lookups to onedoor_population;
grant insert (account, number_hash, prefix_hash) on population.missed_lookups to onedoor_population;
grant usage on sequence population.missed_lookups_miss_id_seq to onedoor_population;

create function population.lookup_limit(rule text) returns bigint language sql stable
begin atomic
  select value::bigint from population.lookup_rules where name = rule;
end;

-- True once the account, or everybody together at the number's first fourteen digits, has missed as often as may be.
create function population.lookups_are_over(asking text, number text) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
  prefix constant text := population.lookup_hash(left(number, 14));
  minute_ago constant timestamp with time zone := clock_timestamp() - interval '1 minute';
  day_ago constant timestamp with time zone := clock_timestamp() - interval '1 day';
begin
  discarded := set_config('onedoor.lookup_account', asking, true);
  return (select count(*) from population.missed_lookups as m where m.account = asking and m.missed_at > minute_ago)
      > population.lookup_limit('account_minute')
    or (select count(*) from population.missed_lookups as m where m.account = asking and m.missed_at > day_ago)
      > population.lookup_limit('account_day')
    or (select count(*) from population.missed_lookups as m where m.prefix_hash = prefix and m.missed_at > minute_ago)
      > population.lookup_limit('prefix_minute')
    or (select count(*) from population.missed_lookups as m where m.prefix_hash = prefix and m.missed_at > day_ago)
      > population.lookup_limit('prefix_day');
end
$$;

-- Writes the misses down and says whether that is too many. What comes together is counted together.
create function population.count_missed_lookups(asking text, numbers text[]) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
  is_over boolean;
begin
  discarded := set_config('onedoor.lookup_account', asking, true);
  -- Look-ups of one account take turns, or several at once would all find room for one.
  perform pg_advisory_xact_lock(hashtextextended('missed look-ups ' || asking, 0));
  insert into population.missed_lookups (account, number_hash, prefix_hash)
    select asking, population.lookup_hash(n), population.lookup_hash(left(n, 14)) from unnest(numbers) as n;
  select coalesce(bool_or(population.lookups_are_over(asking, n)), false) into is_over from unnest(numbers) as n;
  return is_over;
end
$$;
