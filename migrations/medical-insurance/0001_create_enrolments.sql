create table medical_insurance.enrolments (
  resident_id bigint not null,
  area_code text collate "C" not null,
  scheme text not null,
  status text not null,
  personal_account_balance_fen integer,
  constraint enrolments_resident_id_pk primary key (resident_id)
);
create index enrolments_area_code on medical_insurance.enrolments (area_code);

alter table medical_insurance.enrolments enable row level security;
alter table medical_insurance.enrolments force row level security;
create policy visible_rows on medical_insurance.enrolments for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on medical_insurance.enrolments to onedoor_medical_insurance;

create table medical_insurance.claims (
  resident_id bigint not null,
  claim_id bigint not null,
  area_code text collate "C" not null,
  settled_on date not null,
  hospital text not null,
  diagnosis text not null,
  total_fen integer not null,
  reimbursed_fen integer not null,
  constraint claims_resident_id_claim_id_pk primary key (resident_id, claim_id)
);
create index claims_newest on medical_insurance.claims (resident_id, settled_on desc, claim_id desc);
create index claims_area_code on medical_insurance.claims (area_code);

alter table medical_insurance.claims enable row level security;
alter table medical_insurance.claims force row level security;
create policy visible_rows on medical_insurance.claims for select using (
  area_code ^@ any ((select onedoor.areas())::text[]) or resident_id = (select onedoor.own_resident())
);
grant select on medical_insurance.claims to onedoor_medical_insurance;
