-- Officers of the department enter births, moves, deaths and changes of households (docs/adr/0082). The login may do it itself,
-- in the areas of an account that acts, and may set no number, no name and no day of birth of somebody who is there already.
select onedoor.prepare_writes('population');

alter table population.residents
  add column died_on date,
  -- Counts the changes of the entry, so that nobody changes what somebody else has changed since it was read.
  add column version integer not null default 1;

create policy entered_in_area on population.residents for insert to onedoor_population with check (
  onedoor.may_write(area_code)
);
create policy changed_in_area on population.residents for update to onedoor_population
  using (onedoor.may_write(area_code)) with check (onedoor.may_write(area_code));
-- By chance: an id that counted up would tell how many people there are anywhere.
alter table population.residents
  alter column resident_id set default random(100000000000000000, 499999999999999999);
grant insert (area_code, household_id, name, id_number, sex_code, birth_on, address)
  on population.residents to onedoor_population;
grant update (area_code, household_id, address, died_on, version) on population.residents to onedoor_population;

alter table population.households
  alter column household_id set default random(100000000000000000, 499999999999999999);
create policy entered_in_area on population.households for insert to onedoor_population with check (
  onedoor.may_write(area_code)
);
create policy changed_in_area on population.households for update to onedoor_population
  using (onedoor.may_write(area_code)) with check (onedoor.may_write(area_code));
grant insert (area_code), update (area_code) on population.households to onedoor_population;

-- Whether somebody has the number, wherever: the one thing told of people of other areas, so that two never have it. Births
-- under one number take turns until the end of the transaction.
create function population.is_registered(number text) returns boolean
language plpgsql volatile parallel unsafe as $$
declare
  own_areas constant text[] := onedoor.areas();
  own_record constant bigint := onedoor.own_resident();
  is_there boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('id number ' || number, 0));
  perform onedoor.set_viewer(array(select lpad(n::text, 2, '0') from generate_series(0, 99) as n), null);
  select exists (select from population.residents as r where r.id_number = number) into is_there;
  perform onedoor.set_viewer(own_areas, own_record);
  return is_there;
end
$$;
