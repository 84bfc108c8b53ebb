-- Changes are transactions of the hub (docs/adr/0088), made once under a key. What two persons do stays with functions, and those
-- of one person stay for the version before.
select onedoor.prepare_writes('accounts');

-- The account that changes another: as a function says it, or as the transaction has claimed it.
create or replace function accounts.acting_account() returns text language sql stable parallel safe
return coalesce(nullif(current_setting('onedoor.acting_account', true), ''), onedoor.account());

-- A claim alone decides nothing: accounts go in the function that decides, which says who acts itself.
create or replace function accounts.is_deciding() returns boolean language plpgsql stable as $$
begin
  if nullif(current_setting('onedoor.acting_account', true), '') is null then
    raise exception 'accounts are removed by decisions alone' using errcode = 'insufficient_privilege';
  end if;
  return true;
end
$$;
