-- Which account changed something last in which transaction, for processes that read from a replica (docs/adr/0086): until the
-- replica has it, they read for that account from here. Ids of accounts and numbers of transactions, and nothing else.
create table onedoor.latest_changes (
  account text primary key,
  changed_in xid8 not null
);
create index latest_changes_changed_in on onedoor.latest_changes (changed_in);

-- The last statement of a change: the row is held no longer than the commit takes.
create function onedoor.note_change() returns boolean
language plpgsql volatile parallel unsafe security definer set search_path = '' as $$
begin
  if onedoor.account() is not null then
    insert into onedoor.latest_changes (account, changed_in) values (onedoor.account(), pg_current_xact_id())
      on conflict (account) do update set changed_in = excluded.changed_in;
  end if;
  return true;
end
$$;

-- What was changed in transactions from this one on, as far as it stands.
create function onedoor.changes_since(since xid8) returns table (account text, changed_in xid8)
language sql stable security definer set search_path = ''
begin atomic
  select c.account, c.changed_in from onedoor.latest_changes c where c.changed_in >= since;
end;
