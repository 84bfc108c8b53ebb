create table health.birth_registrations (
  resident_id bigint not null,
  area_code text collate "C" not null,
  registered_on date not null,
  certificate_number text not null,
  institution text not null,
  constraint birth_registrations_resident_id_pk primary key (resident_id)
);
create index birth_registrations_area_code on health.birth_registrations (area_code);

alter table health.birth_registrations enable row level security;
alter table health.birth_registrations force row level security;
create policy visible_rows on health.birth_registrations for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on health.birth_registrations to onedoor_health;

create table health.supports (
  resident_id bigint not null,
  area_code text collate "C" not null,
  status text not null,
  kind text not null,
  starts_on date,
  ends_on date,
  monthly_fen integer,
  constraint supports_resident_id_pk primary key (resident_id)
);
create index supports_area_code on health.supports (area_code);

alter table health.supports enable row level security;
alter table health.supports force row level security;
create policy visible_rows on health.supports for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on health.supports to onedoor_health;
