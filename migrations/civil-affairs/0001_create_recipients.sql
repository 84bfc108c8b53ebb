create table civil_affairs.recipients (
  resident_id bigint not null,
  area_code text collate "C" not null,
  assistance_status text,
  assistance_category text,
  assistance_monthly_fen integer,
  allowance_band_age integer,
  allowance_starts_on date,
  allowance_ends_on date,
  allowance_monthly_fen integer,
  constraint recipients_resident_id_pk primary key (resident_id)
);
create index recipients_area_code on civil_affairs.recipients (area_code);

alter table civil_affairs.recipients enable row level security;
alter table civil_affairs.recipients force row level security;
create policy visible_rows on civil_affairs.recipients for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on civil_affairs.recipients to onedoor_civil_affairs;

create table civil_affairs.awards (
  resident_id bigint not null,
  award_id bigint not null,
  area_code text collate "C" not null,
  awarded_on date not null,
  reason text not null,
  amount_fen integer not null,
  constraint awards_resident_id_award_id_pk primary key (resident_id, award_id)
);
create index awards_newest on civil_affairs.awards (resident_id, awarded_on desc, award_id desc);
create index awards_area_code on civil_affairs.awards (area_code);

alter table civil_affairs.awards enable row level security;
alter table civil_affairs.awards force row level security;
create policy visible_rows on civil_affairs.awards for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on civil_affairs.awards to onedoor_civil_affairs;
