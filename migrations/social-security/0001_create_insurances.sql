create table social_security.insured_persons (
  resident_id bigint not null,
  area_code text collate "C" not null,
  status text not null,
  pension_starts_on date,
  pension_monthly_fen integer,
  constraint insured_persons_resident_id_pk primary key (resident_id)
);
create index insured_persons_area_code on social_security.insured_persons (area_code);

alter table social_security.insured_persons enable row level security;
alter table social_security.insured_persons force row level security;
create policy visible_rows on social_security.insured_persons for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on social_security.insured_persons to onedoor_social_security;

create table social_security.participations (
  resident_id bigint not null,
  area_code text collate "C" not null,
  insurance text not null,
  status text not null,
  paid_months integer not null,
  contribution_base_fen integer not null,
  insured_area_code text not null,
  employer text,
  constraint participations_resident_id_insurance_pk primary key (resident_id, insurance)
);
create index participations_area_code on social_security.participations (area_code);

alter table social_security.participations enable row level security;
alter table social_security.participations force row level security;
create policy visible_rows on social_security.participations for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on social_security.participations to onedoor_social_security;
