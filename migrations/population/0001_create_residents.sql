-- Divisions are public: no row rule.
create table population.areas (
  code text collate "C" primary key,
  name text not null,
  parent_code text collate "C"
);
grant select on population.areas to onedoor_population;

create table population.residents (
  resident_id bigint not null,
  area_code text collate "C" not null,
  household_id bigint,
  name text not null,
  id_number text not null,
  phone text,
  sex_code integer not null,
  birth_on date not null,
  address text not null,
  constraint residents_resident_id_pk primary key (resident_id)
);
create index residents_area_code on population.residents (area_code, resident_id);
create index residents_id_number on population.residents (id_number);
create index residents_household_id on population.residents (household_id);

alter table population.residents enable row level security;
alter table population.residents force row level security;
create policy visible_rows on population.residents for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on population.residents to onedoor_population;

create table population.households (
  household_id bigint primary key,
  area_code text collate "C" not null
);

alter table population.households enable row level security;
alter table population.households force row level security;
create policy visible_rows on population.households for select using (area_code ^@ any ((select onedoor.areas())::text[]));
grant select on population.households to onedoor_population;
