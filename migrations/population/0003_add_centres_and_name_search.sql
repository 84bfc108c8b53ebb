-- Divisions come and go: a code that has been replaced stays, and says by which.
alter table population.areas
  add column valid_from_on date,
  add column valid_to_on date,
  add column successor_code text collate "C";

-- Service centres are public, as divisions are: no row rule. A centre is no division: it serves one township or several.
create table population.service_centres (
  code text collate "C" primary key,
  name text not null,
  stands_in text collate "C" not null,
  address text,
  opening_hours text
);
grant select on population.service_centres to onedoor_population;

create table population.centre_townships (
  centre_code text collate "C" not null,
  township_code text collate "C" not null,
  constraint centre_townships_centre_code_township_code_pk primary key (centre_code, township_code)
);
create index centre_townships_township_code on population.centre_townships (township_code, centre_code);
grant select on population.centre_townships to onedoor_population;

-- Names are searched within the range of an area. In byte order what begins alike is one range, and with the names in
-- the index of areas they are compared there, before a row is fetched: `>=` is leakproof, so this holds under row
-- security too (docs/adr/0043).
alter table population.residents
  alter column name set data type text collate "C",
  add column name_initials text collate "C" not null default '';
drop index population.residents_area_code;
create index residents_area_code_name on population.residents (area_code, resident_id, name, name_initials);
