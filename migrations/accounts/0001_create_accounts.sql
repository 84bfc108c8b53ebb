create table accounts.accounts (
  account_id bigint primary key,
  username text not null,
  display_name text not null,
  area_code text collate "C" not null,
  areas text[] not null,
  roles text[] not null,
  department text,
  is_active boolean not null
);
create unique index accounts_username on accounts.accounts (username);
create index accounts_area_code on accounts.accounts (area_code, account_id);

alter table accounts.accounts enable row level security;
alter table accounts.accounts force row level security;
create policy visible_rows on accounts.accounts for select using (area_code ^@ any ((select onedoor.areas())::text[]));
-- Before anybody is signed in, the one row whose username the same statement names.
create policy sign_in on accounts.accounts for select using (
  username = nullif(current_setting('onedoor.sign_in', true), '')
);
grant select on accounts.accounts to onedoor_accounts;
