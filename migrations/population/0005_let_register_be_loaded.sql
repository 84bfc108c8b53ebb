-- A login that loads the register from a file (hub import residents) and does nothing else: it sees all residents, as it must
-- to know who is there already, and it deletes nobody. The department's own login can change no resident as before.
grant select, insert, update on population.residents, population.households, population.areas
  to onedoor_population_register;
-- The planner would otherwise take the tables for empty until autovacuum comes round.
grant maintain on population.residents, population.households, population.areas to onedoor_population_register;
create policy whole_register on population.residents to onedoor_population_register using (true) with check (true);
create policy whole_register on population.households to onedoor_population_register using (true) with check (true);
