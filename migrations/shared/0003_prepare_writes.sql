-- What a department needs that takes changes (docs/adr/0080, 0081): claims that name the account, an outbox for what it tells
-- others, and the keys under which clients send.

-- The claims of a transaction that changes something: those of a read, and the account that acts. Reads never claim one, so
-- a policy that asks for it lets nothing be changed by a statement meant to read.
create function onedoor.set_writer(areas text[], resident_id bigint, account text) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  discarded text;
begin
  discarded := set_config('onedoor.account', coalesce(account, ''), true);
  return onedoor.set_viewer(areas, resident_id);
end
$$;

create function onedoor.account() returns text
language sql stable parallel safe
return nullif(current_setting('onedoor.account', true), '');

-- True where the row lies in the areas of an account that changes something. A plain function, without a sub-query, so that
-- the table may be spread.
create function onedoor.may_write(area_code text) returns boolean
language sql stable parallel safe
return onedoor.account() is not null and onedoor.in_areas(area_code);

-- UUIDs of version 7 (RFC 9562, method 3): milliseconds, then the part of one in twelve bits, then chance. By the clock of
-- the database, which is one for all processes of a hub.
create function onedoor.time_ordered_id() returns uuid
language sql volatile parallel safe
return (
  select encode(
    substring(int8send(micros / 1000) from 3)
      || substring(int4send(28672 + (micros % 1000 * 4096 / 1000)::integer) from 3)
      || substring(uuid_send(gen_random_uuid()) from 9),
    'hex')::uuid
  from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros) as now
);

-- For how long a key stands for its change. Longer than a worker without a network keeps a visit (31 days).
create function onedoor.keys_kept() returns interval language sql immutable parallel safe
return interval '40 days';

-- Makes both tables in a department's schema. Its login adds to them and never changes what is there.
create function onedoor.prepare_writes(department_schema text) returns void
language plpgsql as $$
declare
  login constant text := 'onedoor_' || department_schema;
begin
  execute format($sql$
    create table %1$I.outbox (
      event_id uuid primary key default onedoor.time_ordered_id(),
      name text not null,
      version integer not null,
      resident_id bigint,
      area_code text collate "C" not null,
      payload jsonb not null,
      account text not null default onedoor.account(),
      appended_at timestamp with time zone not null default clock_timestamp()
    );
    create index outbox_resident_id on %1$I.outbox (resident_id, event_id);
    alter table %1$I.outbox enable row level security;
    alter table %1$I.outbox force row level security;
    -- The login tells and does not read: who delivers has a login of its own.
    create policy told_of_area on %1$I.outbox for insert with check (
      account = onedoor.account() and onedoor.in_areas(area_code)
    );
    grant insert (name, version, resident_id, area_code, payload) on %1$I.outbox to %2$I;

    create table %1$I.request_keys (
      account text not null default onedoor.account(),
      key text not null,
      request_hash text not null,
      answer jsonb,
      made_at timestamp with time zone not null default clock_timestamp(),
      constraint request_keys_account_key_pk primary key (account, key)
    );
    create index request_keys_made_at on %1$I.request_keys (made_at);
    alter table %1$I.request_keys enable row level security;
    alter table %1$I.request_keys force row level security;
    create policy own_keys on %1$I.request_keys for select using (
      account = onedoor.account() or made_at < now() - onedoor.keys_kept()
    );
    create policy own_requests on %1$I.request_keys for insert with check (
      account = onedoor.account() and answer is null
    );
    create policy answered_once on %1$I.request_keys for update
      using (account = onedoor.account() and answer is null)
      with check (account = onedoor.account() and answer is not null);
    create policy let_go on %1$I.request_keys for delete using (made_at < now() - onedoor.keys_kept());
    grant select, delete, insert (key, request_hash), update (answer) on %1$I.request_keys to %2$I;
  $sql$, department_schema, login);
end
$$;
revoke execute on function onedoor.prepare_writes(text) from public;
