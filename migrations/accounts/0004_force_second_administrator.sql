-- The database asks for two persons itself (docs/adr/0065). Until here the functions of 0003 asked for them, and the
-- department's login could go around these: its grants were still those of the version that made accounts at once.
-- Everything below binds that login alone; the host's and sign-in's do what they did.

-- Roles that open no data of anybody and no right over others. schema/roles.yaml says so; a test compares the two.
create function accounts.open_nothing(roles text[]) returns boolean language sql immutable parallel safe
return roles <@ '{analyst,standards_drafter,standards_reviewer}'::text[];

-- Whether this very transaction has granted such a request about the account. A request is told by the transaction that
-- last wrote its row, so that one grant is good once: not again tomorrow, and not after a restore.
create function accounts.is_granted_now(about bigint, kinds text[], given text[] default null) returns boolean
language sql stable
begin atomic
  select exists (
    -- Nobody else's account that was put under the request.
    select from accounts.accounts a
    join accounts.account_requests r on r.request_id = a.request_id and r.asked_by = a.created_by
    where a.account_id = about and 'CREATE' = any (kinds) and r.kind = 'CREATE'
      and r.is_granted and r.xmin = pg_current_xact_id()::xid
  ) or exists (
    select from accounts.account_requests r
    where r.account_id = about and r.kind = any (kinds) and (given is null or r.roles = given)
      and r.is_granted and r.xmin = pg_current_xact_id()::xid
  );
end;

-- A new account waits, under the name of who asks for it.
create policy two_persons on accounts.accounts as restrictive for insert to onedoor_accounts with check (
  not is_approved and request_id is not null and created_by = accounts.acting_account() and created_by <> 'host'
);

-- Taking away is for one person; what opens more is for two. A policy sees a row either before or after, hence a trigger.
create function accounts.refuse_one_person() returns trigger language plpgsql as $$
declare
  added constant text[] := array(select unnest(new.roles) except select unnest(old.roles));
begin
  if old.is_approved and not new.is_approved
    or new.is_approved and not old.is_approved and not accounts.is_granted_now(new.account_id, '{CREATE}')
    or not accounts.open_nothing(added) and not accounts.is_granted_now(new.account_id, '{ROLES}', new.roles)
    or new.is_active and not old.is_active and not accounts.open_nothing(new.roles)
      and not accounts.is_granted_now(new.account_id, '{REOPEN}')
  then
    raise exception 'a second administrator has not approved this change' using errcode = 'insufficient_privilege';
  end if;
  if new.is_approved and not old.is_approved then
    insert into accounts.account_makers (account, maker)
      select new.account_id::text, hand from accounts.account_requests r, unnest(array[r.asked_by, r.decided_by]) as hand
      where r.request_id = new.request_id
      on conflict (account, maker) do update set since = clock_timestamp();
  end if;
  return new;
end
$$;
-- After count_rights and mark_rights, which come first in the alphabet.
create trigger refuse_one_person before update on accounts.accounts for each row
  when (current_user = 'onedoor_accounts') execute function accounts.refuse_one_person();

create policy two_persons on accounts.activation_codes as restrictive for insert to onedoor_accounts with check (
  accounts.is_granted_now(account_id, '{CREATE,CODE}')
);

-- Nobody of the department is the host, whom decide_request() holds to be a second person.
create policy no_host on accounts.account_requests as restrictive for insert to onedoor_accounts with check (
  asked_by <> 'host'
);

-- A grant names another hand, in time, and leaves who had a hand in it.
create function accounts.refuse_one_hand() returns trigger language plpgsql as $$
begin
  new.decided_at := clock_timestamp();
  if not new.is_granted then
    return new;
  end if;
  if new.decided_by = 'host' or new.lapses_at <= new.decided_at
    or accounts.are_one_hand(new.decided_by, new.asked_by)
  then
    raise exception 'a request is granted by another hand, in time' using errcode = 'insufficient_privilege';
  end if;
  insert into accounts.account_makers (account, maker)
    select new.account_id::text, hand from unnest(array[new.asked_by, new.decided_by]) as hand
    where new.account_id is not null
    on conflict (account, maker) do update set since = clock_timestamp();
  return new;
end
$$;
create trigger refuse_one_hand before update on accounts.account_requests for each row
  when (current_user = 'onedoor_accounts') execute function accounts.refuse_one_hand();

-- Or 30 days would be over in a statement.
create policy never_older on accounts.account_makers as restrictive for update to onedoor_accounts with check (
  since > clock_timestamp() - interval '1 minute'
);

-- Whether the acting account may enter certificates of this one: not where it may be who asked for it or for its roles.
create function accounts.may_certify(about bigint) returns boolean language sql stable
begin atomic
  select accounts.acting_account() <> 'host' and not exists (
    select from (
      select a.created_by as asker from accounts.accounts a where a.account_id = about and a.created_by is not null
      union
      select r.asked_by from accounts.account_requests r
      where r.account_id = about and r.is_granted is distinct from false
        and r.asked_at > clock_timestamp() - interval '30 days'
    ) as asked
    where accounts.are_one_hand(accounts.acting_account(), asked.asker)
  );
end;
create policy another_hand on accounts.certificates as restrictive for insert to onedoor_accounts with check (
  recorded_by = accounts.acting_account() and accounts.may_certify(account_id)
);
