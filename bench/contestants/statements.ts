// Each sets the clerk's claims for the row policies and reads once they stand, as the hub's statements do; each
// repeats the area beside the policy, as they do. One statement a department: $1 the areas, $2 the resident,
// $3 and $4 the range of the clerk's area.
function withClaims(read: string): string {
  return `select r.* from onedoor.set_viewer($1::text[], null::bigint) as v(ok), lateral (${read} offset 0) as r`;
}

const within = (table: string) =>
  `${table}.resident_id = $2::bigint and v.ok and ${table}.area_code >= $3::text and ${table}.area_code < $4::text`;

export interface ResidentRow {
  id: string;
  name: string;
  id_number: string;
  area: string | null;
}

export const RESIDENT = withClaims(`
  select r.resident_id as id, r.name, r.id_number, a.name as area
  from population.residents r left join population.areas a on a.code = r.area_code
  where ${within("r")}`);

export interface InsuranceRow {
  person_status: string;
  insurance: string | null;
  status: string;
  paid_months: number;
}

export const INSURANCES = withClaims(`
  select i.status as person_status, p.insurance, p.status, p.paid_months
  from social_security.insured_persons i
  left join social_security.participations p
    on p.resident_id = i.resident_id and p.area_code >= $3::text and p.area_code < $4::text
  where ${within("i")} order by p.insurance`);

export interface ClaimRow {
  scheme: string;
  status: string;
  settled_on: string | null;
  hospital: string;
}

export const CLAIMS = withClaims(`
  select e.scheme, e.status, c.settled_on, c.hospital
  from medical_insurance.enrolments e
  left join lateral (
    select c.settled_on, c.hospital from medical_insurance.claims c
    where c.resident_id = e.resident_id and c.area_code >= $3::text and c.area_code < $4::text
    order by c.settled_on desc, c.claim_id desc limit 5
  ) as c on true
  where ${within("e")}`);

export interface RecipientRow {
  assistance_status: string | null;
  assistance_category: string | null;
  allowance_band_age: number | null;
}

export const RECIPIENT = withClaims(`
  select r.assistance_status, r.assistance_category, r.allowance_band_age
  from civil_affairs.recipients r where ${within("r")}`);
