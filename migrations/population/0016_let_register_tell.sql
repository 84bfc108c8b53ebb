-- What a file changes is told as what an officer enters (docs/adr/0089): the login that loads the register tells and does not
-- read what was told. Its account is no account of the hub, so it has no areas.
create policy told_by_register on population.outbox for insert to onedoor_population_register with check (
  account = onedoor.account()
);
grant insert (event_id, name, version, resident_id, area_code, payload) on population.outbox to onedoor_population_register;
create policy told_by_register on population.event_deliveries for insert to onedoor_population_register with check (
  onedoor.account() is not null and state = 'WAITING' and tries = 0
);
grant insert (resident_id, event_id, hearer, name, version) on population.event_deliveries to onedoor_population_register;
