-- One administrator asks, another approves and alone sees the activation code (docs/adr/0056); and changes of rights are
-- followed by the order of transactions instead of a clock (docs/adr/0057). The functions that made accounts and codes at
-- once stay for the version before; nothing calls them any longer once it is gone.
CREATE TABLE "accounts"."account_makers" (
	"account" text NOT NULL,
	"maker" text NOT NULL,
	"since" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "account_makers_account_maker_pk" PRIMARY KEY("account","maker")
);

CREATE TABLE "accounts"."account_requests" (
	"request_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"position" bigserial NOT NULL,
	"kind" text NOT NULL,
	"account_id" bigint,
	"roles" text[],
	"areas" text[] NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"lapses_at" timestamp with time zone DEFAULT clock_timestamp() + '14 days'::interval NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"is_granted" boolean
);

ALTER TABLE "accounts"."accounts" ADD COLUMN "rights_changed_in" "xid8";

ALTER TABLE "accounts"."accounts" ADD COLUMN "is_approved" boolean DEFAULT true NOT NULL;

ALTER TABLE "accounts"."accounts" ADD COLUMN "request_id" uuid;

ALTER TABLE "accounts"."accounts" ADD COLUMN "created_by" text;

ALTER TABLE "accounts"."certificates" ADD COLUMN "recorded_by" text;

ALTER TABLE "accounts"."sessions" ADD COLUMN "ended_in" "xid8";

CREATE INDEX "account_requests_position" ON "accounts"."account_requests" USING btree ("position" DESC);

CREATE UNIQUE INDEX "account_requests_open" ON "accounts"."account_requests" USING btree ("account_id","kind") WHERE decided_at is null;

CREATE INDEX "accounts_rights_changed_in" ON "accounts"."accounts" USING btree ("rights_changed_in");

CREATE INDEX "accounts_request_id" ON "accounts"."accounts" USING btree ("request_id");

CREATE INDEX "sessions_ended_in" ON "accounts"."sessions" USING btree ("ended_in");

alter table accounts.account_requests add constraint account_requests_two_persons
  check (decided_by <> asked_by or not is_granted);
alter table accounts.account_requests add constraint account_requests_decided_whole
  check (num_nulls(decided_by, decided_at, is_granted) in (0, 3));

-- Whoever ends a session or changes rights, in whatever version and way, leaves the number of the transaction.
create function accounts.mark_rights() returns trigger language plpgsql as $$
begin
  new.rights_changed_in := pg_current_xact_id();
  return new;
end
$$;
-- After count_rights, which comes first in the alphabet.
create trigger mark_rights before update on accounts.accounts for each row
  when (new.rights_version is distinct from old.rights_version) execute function accounts.mark_rights();
create function accounts.mark_end() returns trigger language plpgsql as $$
begin
  new.ended_in := pg_current_xact_id();
  return new;
end
$$;
create trigger mark_end before update on accounts.sessions for each row
  when (new.ended_at is distinct from old.ended_at) execute function accounts.mark_end();
grant select (rights_changed_in) on accounts.accounts to onedoor_accounts_follower;
grant select (ended_in) on accounts.sessions to onedoor_accounts_follower;

-- Whether every one of the areas lies in one of the viewer's.
create function accounts.covers(areas text[]) returns boolean language sql stable parallel safe
return cardinality(areas) > 0 and not exists (
  -- Without claims the comparison is null, which must hide and not show.
  select from unnest(areas) as given(area) where not coalesce(given.area ^@ any (onedoor.areas()), false)
);

alter table accounts.account_requests enable row level security;
alter table accounts.account_requests force row level security;
create policy visible_rows on accounts.account_requests for select using (accounts.covers(areas));
create policy own_requests on accounts.account_requests for insert to onedoor_accounts with check (
  asked_by = accounts.acting_account() and decided_by is null and accounts.covers(areas)
);
create policy decided_requests on accounts.account_requests for update to onedoor_accounts using (
  accounts.covers(areas) and decided_by is null
) with check (
  decided_by = accounts.acting_account()
);
create policy operated_rows on accounts.account_requests to onedoor_accounts_operator using (true) with check (true);
grant select on accounts.account_requests to onedoor_accounts, onedoor_accounts_operator;
grant insert (request_id, kind, account_id, roles, areas, asked_by) on accounts.account_requests to onedoor_accounts;
grant update (decided_by, decided_at, is_granted) on accounts.account_requests
  to onedoor_accounts, onedoor_accounts_operator;
grant usage on sequence accounts.account_requests_position_seq to onedoor_accounts;

alter table accounts.account_makers enable row level security;
alter table accounts.account_makers force row level security;
-- Ids alone, of accounts anywhere: who made whom leads out of the viewer's areas, and no field tells it.
create policy known_makers on accounts.account_makers for select using (true);
create policy noted_makers on accounts.account_makers for insert with check (true);
create policy renewed_makers on accounts.account_makers for update using (true) with check (true);
grant select, insert (account, maker), update (since) on accounts.account_makers
  to onedoor_accounts, onedoor_accounts_operator;
grant select on accounts.account_makers to onedoor_accounts_sign_in;

-- The account and everybody who in the last 30 days had a hand in making it, those who made them included: whoever made
-- an administrator may be that administrator.
create function accounts.hands_of(given text) returns text[] language sql stable
begin atomic
  with recursive chain(id) as (
    select given
    union
    select made.maker from accounts.account_makers made join chain on made.account = chain.id
      where made.since > clock_timestamp() - interval '30 days'
  )
  select array_agg(id order by id) from chain;
end;

-- Whether one person may be both.
create function accounts.are_one_hand(one text, other text) returns boolean language sql stable
return accounts.hands_of(one) && accounts.hands_of(other);

-- Residents are no staff: whoever administers accounts sees none of theirs.
drop policy visible_rows on accounts.accounts;
create policy visible_rows on accounts.accounts for select using (
  (area_code ^@ any ((select onedoor.areas())::text[]) and resident_id is null and not 'resident' = any (roles))
  or resident_id = (select onedoor.own_resident())
);

-- Nothing is removed but what a decision names, and outside of one the attempt is refused instead of finding no row.
create function accounts.is_deciding() returns boolean language plpgsql stable as $$
begin
  if accounts.acting_account() is null then
    raise exception 'accounts are removed by decisions alone' using errcode = 'insufficient_privilege';
  end if;
  return true;
end
$$;
create policy administered_removals on accounts.accounts for delete to onedoor_accounts using (
  case when accounts.is_deciding()
    then not is_approved and accounts.is_administered(account_id, areas, roles, resident_id) end
);
grant delete on accounts.accounts to onedoor_accounts, onedoor_accounts_operator;
grant insert (is_approved, request_id, created_by) on accounts.accounts to onedoor_accounts;
grant update (is_approved) on accounts.accounts to onedoor_accounts;
grant update (is_approved, roles) on accounts.accounts to onedoor_accounts_operator;
grant insert (recorded_by) on accounts.certificates to onedoor_accounts;

-- Adds accounts that wait to be approved, all under one request, and gives those that were added; a username that is
-- taken, here or in another area, is left out.
create function accounts.request_accounts(actor text, given jsonb)
returns table (place integer, made_id bigint, asked uuid) language plpgsql volatile parallel unsafe as $$
declare
  request constant uuid := gen_random_uuid();
  discarded text;
  places integer[];
  ids bigint[];
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  with wanted as materialized (
    select w.place, nextval('accounts.account_ids') as id, w.username, w.display_name, w.areas, w.roles, w.department
    from jsonb_to_recordset(given) as w(place integer, username text, display_name text, areas text[], roles text[],
      department text)
  ), added as (
    insert into accounts.accounts (account_id, username, display_name, area_code, areas, roles, department, is_active,
      is_approved, request_id, created_by)
    select w.id, w.username, w.display_name, w.areas[1], w.areas, w.roles, w.department, true, false, request, actor
    from wanted w
    on conflict do nothing
    returning account_id as id
  )
  select array_agg(w.place), array_agg(w.id) into places, ids from wanted w join added a on a.id = w.id;
  if ids is null then
    return;
  end if;
  insert into accounts.account_requests (request_id, kind, areas, asked_by)
    select request, 'CREATE', array_agg(distinct area), actor
    from accounts.accounts a, unnest(a.areas) as area where a.request_id = request;
  return query select made.place, made.id, request from unnest(places, ids) as made(place, id);
end
$$;

-- Asks for a new code, for roles, or that a closed account be opened. Null while such a request waits already, or when
-- the account is not the actor's to change.
create function accounts.request_change(actor text, wanted bigint, change text, given text[]) returns uuid
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
  made uuid;
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  insert into accounts.account_requests (request_id, kind, account_id, roles, areas, asked_by)
    select gen_random_uuid(), change, a.account_id, given, a.areas, actor from accounts.accounts a
    where a.account_id = wanted and a.is_approved and a.department is distinct from 'audit'
      and accounts.is_administered(a.account_id, a.areas, a.roles, a.resident_id)
  on conflict do nothing
  returning request_id into made;
  return made;
end
$$;

-- What a request is about, for whoever decides it: its accounts, those there are no longer left out.
create function accounts.accounts_of(wanted uuid) returns setof bigint language sql stable
begin atomic
  select a.account_id from accounts.accounts a where a.request_id = wanted
  union
  select r.account_id from accounts.account_requests r where r.request_id = wanted and r.account_id is not null;
end;

-- Decides a request: 'done', or why not: 'none', 'decided', 'lapsed', 'own', 'related' (one person may be both), or
-- 'changed' when not every account could be changed. `hashes` has the hash of a new code by account. The row policies
-- apply to who approves as they did to who asked.
create function accounts.decide_request(actor text, wanted uuid, granted boolean, hashes jsonb) returns text
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
  request accounts.account_requests;
  is_host constant boolean := actor = 'host';
  about bigint[];
  changed integer;
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  select * into request from accounts.account_requests r where r.request_id = wanted;
  if not found then
    return 'none';
  end if;
  if request.decided_at is not null then
    return 'decided';
  end if;
  if granted and request.lapses_at <= clock_timestamp() then
    return 'lapsed';
  end if;
  if granted and request.asked_by = actor then
    return 'own';
  end if;
  if granted and not is_host and accounts.are_one_hand(actor, request.asked_by) then
    return 'related';
  end if;
  -- Of two at once, the second waits here and then finds nothing left.
  update accounts.account_requests r set decided_by = actor, decided_at = clock_timestamp(), is_granted = granted
    where r.request_id = wanted and r.decided_at is null;
  if not found then
    return 'decided';
  end if;
  select array_agg(id) into about from accounts.accounts_of(wanted) as id;
  if not granted then
    -- The usernames are free again.
    delete from accounts.accounts a where a.request_id = wanted and not a.is_approved;
    return 'done';
  end if;
  if request.kind = 'ROLES' then
    update accounts.accounts a set roles = request.roles where a.account_id = any(about);
  elsif request.kind = 'REOPEN' then
    update accounts.accounts a set is_active = true where a.account_id = any(about);
  elsif request.kind = 'CREATE' then
    update accounts.accounts a set is_approved = true where a.account_id = any(about) and not a.is_approved;
  else
    update accounts.accounts a set is_approved = true where a.account_id = any(about) and a.is_active;
  end if;
  get diagnostics changed = row_count;
  if changed <> cardinality(about) then
    raise exception 'not every account could be changed' using errcode = 'OD001';
  end if;
  if request.kind in ('CREATE', 'CODE') then
    insert into accounts.activation_codes (account_id, code_hash)
      select id, hashes ->> id::text from unnest(about) as id;
  end if;
  -- Whoever runs the hub is not to be made; who asked is a maker all the same.
  insert into accounts.account_makers (account, maker)
    select id::text, hand from unnest(about) as id, unnest(array[request.asked_by, actor]) as hand where hand <> 'host'
    on conflict (account, maker) do update set since = clock_timestamp();
  return 'done';
end
$$;

-- Enters a certificate: 'done', 'none', or 'related' where who enters it may be who asked for the account or its roles.
create function accounts.enter_certificate(actor text, wanted bigint, of_course text, since date, until date) returns text
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
  askers text[];
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  select array(
    select a.created_by where a.created_by is not null
    union
    select r.asked_by from accounts.account_requests r
    where r.account_id = a.account_id and r.is_granted is distinct from false
      and r.asked_at > clock_timestamp() - interval '30 days'
  ) into askers
  from accounts.accounts a
  where a.account_id = wanted and accounts.is_administered(a.account_id, a.areas, a.roles, a.resident_id);
  if not found then
    return 'none';
  end if;
  if exists (select from unnest(askers) as asker where accounts.are_one_hand(actor, asker)) then
    return 'related';
  end if;
  insert into accounts.certificates (account_id, course, valid_from, valid_until, recorded_by)
    values (wanted, of_course, since, until, actor) on conflict do nothing;
  return 'done';
end
$$;
