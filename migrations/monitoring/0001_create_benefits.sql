create table monitoring.monitored_persons (
  resident_id bigint not null,
  area_code text collate "C" not null,
  level text not null,
  certification text not null,
  certified_on date,
  review_due_on date,
  constraint monitored_persons_resident_id_pk primary key (resident_id)
);
create index monitored_persons_area_code on monitoring.monitored_persons (area_code);

alter table monitoring.monitored_persons enable row level security;
alter table monitoring.monitored_persons force row level security;
create policy visible_rows on monitoring.monitored_persons for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on monitoring.monitored_persons to onedoor_monitoring;

create table monitoring.benefits (
  resident_id bigint not null,
  benefit_id bigint not null,
  area_code text collate "C" not null,
  kind text not null,
  state text not null,
  amount_fen integer not null,
  period_starts_on date not null,
  period_ends_on date not null,
  changed_on date not null,
  constraint benefits_resident_id_benefit_id_pk primary key (resident_id, benefit_id)
);
create index benefits_newest on monitoring.benefits (resident_id, period_starts_on desc, benefit_id desc);
create index benefits_area_code on monitoring.benefits (area_code);

alter table monitoring.benefits enable row level security;
alter table monitoring.benefits force row level security;
create policy visible_rows on monitoring.benefits for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on monitoring.benefits to onedoor_monitoring;
