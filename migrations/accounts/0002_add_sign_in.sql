-- Sign-in (docs/adr/0037): credentials, sessions, activation codes, certificates of training, and what a token is
-- checked against after it was made. Four logins share the schema, and each does one thing:
--   onedoor_accounts            the department in the graph: sees and changes accounts of the viewer's areas, no secret
--   onedoor_accounts_sign_in    checks passwords and keeps sessions, and changes no account
--   onedoor_accounts_follower   reads which tokens are good no longer, and nothing else
--   onedoor_accounts_operator   adds accounts for whoever runs the hub, and reads no secret
ALTER TABLE "accounts"."accounts" ADD COLUMN "resident_id" bigint;

-- Null until the account has a password.
ALTER TABLE "accounts"."accounts" ADD COLUMN "activated_at" timestamp with time zone;

-- Counts up when what the account may do changes; tokens carry the number they were made at.
ALTER TABLE "accounts"."accounts" ADD COLUMN "rights_version" integer DEFAULT 1 NOT NULL;

-- Null until the first change, so that thousands of new accounts are no news to anybody.
ALTER TABLE "accounts"."accounts" ADD COLUMN "rights_changed_at" timestamp with time zone;

CREATE TABLE "accounts"."activation_codes" (
	"code_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" bigint NOT NULL,
	"code_hash" text NOT NULL,
	"issued_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires_at" timestamp with time zone DEFAULT clock_timestamp() + '14 days'::interval NOT NULL,
	"used_at" timestamp with time zone
);

CREATE TABLE "accounts"."certificates" (
	"account_id" bigint NOT NULL,
	"course" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date NOT NULL,
	CONSTRAINT "certificates_account_id_course_valid_from_pk" PRIMARY KEY("account_id","course","valid_from")
);

CREATE TABLE "accounts"."credentials" (
	"account_id" bigint PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

CREATE TABLE "accounts"."sessions" (
	"session_id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"account_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);

CREATE TABLE "accounts"."tries" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone
);

CREATE INDEX "accounts_rights_changed_at" ON "accounts"."accounts" USING btree ("rights_changed_at");

CREATE INDEX "activation_codes_account_id" ON "accounts"."activation_codes" USING btree ("account_id","issued_at");

CREATE UNIQUE INDEX "sessions_token_hash" ON "accounts"."sessions" USING btree ("token_hash");

CREATE INDEX "sessions_account_id" ON "accounts"."sessions" USING btree ("account_id");

CREATE INDEX "sessions_ended_at" ON "accounts"."sessions" USING btree ("ended_at");

CREATE INDEX "tries_started_at" ON "accounts"."tries" USING btree ("started_at");

-- Ids of accounts made from now on; those that a seed makes are smaller.
create sequence accounts.account_ids start with 7000000001;
grant usage on sequence accounts.account_ids to onedoor_accounts, onedoor_accounts_operator;

-- Every token made before is told apart from those that come after, whoever makes the change and in whatever way.
create function accounts.count_rights() returns trigger language plpgsql as $$
begin
  new.rights_version := old.rights_version + 1;
  new.rights_changed_at := clock_timestamp();
  return new;
end
$$;
create trigger count_rights before update on accounts.accounts for each row
  when (row(old.roles, old.areas, old.area_code, old.department, old.is_active, old.resident_id)
    is distinct from row(new.roles, new.areas, new.area_code, new.department, new.is_active, new.resident_id))
  execute function accounts.count_rights();

-- The account that changes another, for the row policies below; set by the functions below for one transaction.
create function accounts.acting_account() returns text language sql stable parallel safe
return nullif(current_setting('onedoor.acting_account', true), '');

-- Whether the viewer may change such an account: never the own, never a resident's; every area of it in the viewer's;
-- one that administers accounts itself only where its areas are smaller than the viewer's; never one that watches over
-- administrators or is no person's. schema/roles.yaml may allow less.
create function accounts.is_administered(account_id bigint, areas text[], roles text[], resident_id bigint)
returns boolean language sql stable parallel safe
return coalesce(
  account_id::text <> accounts.acting_account()
  and resident_id is null
  and not roles && '{auditor,integrator,resident}'::text[]
  and cardinality(areas) > 0
  and not exists (
    select from unnest(areas) as given(area) where not exists (
      select from unnest(onedoor.areas()) as own(area)
      where given.area ^@ own.area and (given.area <> own.area or not 'account_admin' = any(roles))
    )
  ),
  false
);

drop policy visible_rows on accounts.accounts;
create policy visible_rows on accounts.accounts for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
create policy administered_additions on accounts.accounts for insert to onedoor_accounts with check (
  accounts.is_administered(account_id, areas, roles, resident_id) and area_code = areas[1]
  -- Whose officer would read what auditors read.
  and department is distinct from 'audit'
);
create policy administered_rows on accounts.accounts for update to onedoor_accounts using (
  accounts.is_administered(account_id, areas, roles, resident_id) and department is distinct from 'audit'
) with check (
  accounts.is_administered(account_id, areas, roles, resident_id)
);
grant insert (account_id, username, display_name, area_code, areas, roles, department, is_active)
  on accounts.accounts to onedoor_accounts;
grant update (roles, is_active) on accounts.accounts to onedoor_accounts;

alter table accounts.certificates enable row level security;
alter table accounts.certificates force row level security;
-- Whoever may see an account may see what it was trained in.
create policy visible_rows on accounts.certificates for select using (
  exists (select from accounts.accounts a where a.account_id = certificates.account_id)
);
create policy administered_additions on accounts.certificates for insert to onedoor_accounts with check (
  exists (
    select from accounts.accounts a where a.account_id = certificates.account_id
      and accounts.is_administered(a.account_id, a.areas, a.roles, a.resident_id)
  )
);
grant select, insert on accounts.certificates to onedoor_accounts;

-- The department adds codes and cannot read one back.
alter table accounts.activation_codes enable row level security;
alter table accounts.activation_codes force row level security;
create policy administered_additions on accounts.activation_codes for insert to onedoor_accounts with check (
  exists (
    select from accounts.accounts a where a.account_id = activation_codes.account_id and a.is_active
      and accounts.is_administered(a.account_id, a.areas, a.roles, a.resident_id)
      and a.department is distinct from 'audit'
  )
);
grant insert (account_id, code_hash) on accounts.activation_codes to onedoor_accounts;

alter table accounts.credentials enable row level security;
alter table accounts.credentials force row level security;
alter table accounts.sessions enable row level security;
alter table accounts.sessions force row level security;
alter table accounts.tries enable row level security;
alter table accounts.tries force row level security;

-- Sign-in sees every account, because nobody is signed in yet; of an account it changes when a password was set, and
-- that tokens from before are over.
create policy signing_in on accounts.accounts for select to onedoor_accounts_sign_in using (true);
create policy signing_in_changes on accounts.accounts for update to onedoor_accounts_sign_in using (true) with check (true);
create policy signing_in on accounts.certificates for select to onedoor_accounts_sign_in using (true);
create policy signing_in on accounts.activation_codes to onedoor_accounts_sign_in using (true) with check (true);
create policy signing_in on accounts.credentials to onedoor_accounts_sign_in using (true) with check (true);
create policy signing_in on accounts.sessions to onedoor_accounts_sign_in using (true) with check (true);
create policy signing_in on accounts.tries to onedoor_accounts_sign_in using (true) with check (true);
grant select, update (activated_at, rights_version, rights_changed_at) on accounts.accounts to onedoor_accounts_sign_in;
grant select on accounts.certificates to onedoor_accounts_sign_in;
grant select, update (used_at) on accounts.activation_codes to onedoor_accounts_sign_in;
grant select, insert, update on accounts.credentials to onedoor_accounts_sign_in;
grant select, insert, update (ended_at), delete on accounts.sessions to onedoor_accounts_sign_in;
grant select, insert, update, delete on accounts.tries to onedoor_accounts_sign_in;

-- The follower learns that tokens of an account or a session are over, and not whose they are.
create policy changed_rights on accounts.accounts for select to onedoor_accounts_follower using (
  rights_changed_at is not null
);
create policy ended_sessions on accounts.sessions for select to onedoor_accounts_follower using (ended_at is not null);
grant select (account_id, rights_version, rights_changed_at) on accounts.accounts to onedoor_accounts_follower;
grant select (session_id, ended_at) on accounts.sessions to onedoor_accounts_follower;

create policy operated_rows on accounts.accounts to onedoor_accounts_operator using (true) with check (true);
create policy operated_rows on accounts.certificates to onedoor_accounts_operator using (true) with check (true);
create policy operated_rows on accounts.activation_codes for insert to onedoor_accounts_operator with check (true);
grant select, update (is_active) on accounts.accounts to onedoor_accounts_operator;
grant insert (account_id, username, display_name, area_code, areas, roles, department, is_active)
  on accounts.accounts to onedoor_accounts_operator;
grant select, insert on accounts.certificates to onedoor_accounts_operator;
grant insert (account_id, code_hash) on accounts.activation_codes to onedoor_accounts_operator;

-- Adds accounts, each with the hash of its activation code, and gives those that were added; a username that is taken,
-- here or in another area, is left out. In a function, because claims live for one statement.
create function accounts.add_accounts(actor text, given jsonb)
returns table (place integer, account_id bigint) language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.acting_account', coalesce(actor, ''), true);
  return query
    with wanted as materialized (
      select w.place, nextval('accounts.account_ids') as id, w.username, w.display_name, w.areas, w.roles, w.department,
        w.code_hash
      from jsonb_to_recordset(given) as w(place integer, username text, display_name text, areas text[], roles text[],
        department text, code_hash text)
    ), added as (
      insert into accounts.accounts (account_id, username, display_name, area_code, areas, roles, department, is_active)
      select w.id, w.username, w.display_name, w.areas[1], w.areas, w.roles, w.department, true from wanted w
      on conflict do nothing
      returning accounts.account_id as id
    )
    select w.place, w.id from wanted w join added a on a.id = w.id;
end
$$;

-- Codes come in a statement of their own: the policy of codes looks at the accounts, and a statement does not see rows
-- that it is adding.
create function accounts.create_accounts(actor text, given jsonb)
returns table (place integer, account_id bigint) language plpgsql volatile parallel unsafe as $$
declare
  places integer[];
  ids bigint[];
begin
  select array_agg(a.place), array_agg(a.account_id) into places, ids from accounts.add_accounts(actor, given) as a;
  insert into accounts.activation_codes (account_id, code_hash)
    select made.id, w.code_hash from unnest(places, ids) as made(place, id)
    join jsonb_to_recordset(given) as w(place integer, code_hash text) on w.place = made.place;
  return query select made.place, made.id from unnest(places, ids) as made(place, id);
end
$$;

-- The functions below say whether the row was changed: not when the policies above keep it from the actor.
create function accounts.set_roles(actor text, wanted bigint, given text[]) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  update accounts.accounts as a set roles = given where a.account_id = wanted;
  return found;
end
$$;

create function accounts.set_active(actor text, wanted bigint, given boolean) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  update accounts.accounts as a set is_active = given where a.account_id = wanted;
  return found;
end
$$;

create function accounts.issue_code(actor text, wanted bigint, hash text) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  if not exists (
    select from accounts.accounts a where a.account_id = wanted and a.is_active
      and accounts.is_administered(a.account_id, a.areas, a.roles, a.resident_id)
      and a.department is distinct from 'audit'
  ) then
    return false;
  end if;
  insert into accounts.activation_codes (account_id, code_hash) values (wanted, hash);
  return true;
end
$$;

create function accounts.record_certificate(actor text, wanted bigint, of_course text, since date, until date)
returns boolean language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.acting_account', actor, true);
  if not exists (
    select from accounts.accounts a where a.account_id = wanted
      and accounts.is_administered(a.account_id, a.areas, a.roles, a.resident_id)
  ) then
    return false;
  end if;
  insert into accounts.certificates (account_id, course, valid_from, valid_until)
    values (wanted, of_course, since, until) on conflict do nothing;
  return true;
end
$$;
