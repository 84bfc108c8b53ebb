import type { ISql } from "postgres";
import { arrayLiteral } from "../../shared/bind-statement.ts";
import type { RegisteredResident } from "./resident-line.ts";
import { type HeardEvent, VERSION } from "./told-events.ts";

/** The letters under which a name is found; the second where its surname has two readings. */
export interface Initials {
  readonly initials: string;
  readonly otherInitials: string | null;
}

/** A line that stands by itself, and waits to be compared with the register. */
export interface Waiting extends Initials {
  readonly line: number;
  readonly resident: RegisteredResident;
}

export interface Given {
  /** Columns the file has not: what the register holds of them stays. */
  readonly hasPhone: boolean;
  readonly hasHousehold: boolean;
  /** YYYY-MM-DD: the day of a change of which the file says none. */
  readonly today: string;
  readonly heard: readonly HeardEvent[];
}

/**
 * Writes a batch, and tells what it changes as Population's own changes do: rows of the outbox, a delivery for each hearer, and
 * one job for each hearer and resident, in one statement. The file says no day of a move, so it is the day of loading.
 */
export async function writeBatch(
  sql: ISql,
  batch: readonly Waiting[],
  { hasPhone, hasHousehold, today, heard }: Given,
): Promise<{ added: number; changed: number }> {
  const column = (valueOf: (one: Waiting) => string | null) =>
    `{${batch.map((one) => elementOf(valueOf(one))).join(",")}}`;
  const [names, hearers] = [arrayLiteral(heard.map(({ name }) => name)), arrayLiteral(heard.map((one) => one.hearer))];
  const [counts] = await sql<{ added: number; changed: number }[]>`
    with given as materialized (
      select * from unnest(
        ${column(({ resident }) => resident.idNumber)}::text::text[],
        ${column(({ resident }) => resident.name)}::text::text[],
        ${column(({ initials }) => initials)}::text::text[],
        ${column(({ otherInitials }) => otherInitials)}::text::text[],
        ${column(({ resident }) => String(resident.sexCode))}::text::integer[],
        ${column(({ resident }) => resident.birthOn)}::text::date[],
        ${column(({ resident }) => resident.areaCode)}::text::text[],
        ${column(({ resident }) => resident.householdId)}::text::bigint[],
        ${column(({ resident }) => resident.phone)}::text::text[],
        ${column(({ resident }) => resident.address)}::text::text[],
        ${column(({ resident }) => resident.diedOn)}::text::date[]
      ) with ordinality
        as g(id_number, name, name_initials, other_name_initials, sex_code, birth_on, area_code, household_id, phone,
          address, died_on, place)
    ), known as materialized (
      select g.*, r.resident_id, r.area_code as from_area_code, r.household_id as from_household_id,
        r.died_on is null and g.died_on is not null as has_died,
        ${hasHousehold} and g.household_id is not null and r.household_id is distinct from g.household_id as has_joined,
        coalesce(
          (r.name, r.name_initials, r.other_name_initials, r.sex_code, r.birth_on, r.area_code, r.address)
            is distinct from (g.name, g.name_initials, g.other_name_initials, g.sex_code, g.birth_on, g.area_code, g.address)
          or (${hasPhone} and r.phone is distinct from g.phone)
          or (${hasHousehold} and r.household_id is distinct from g.household_id)
          or (r.died_on is null and g.died_on is not null), false) and r.resident_id is not null as is_changed
      from given g left join population.residents r on r.id_number = g.id_number
    ), changed as (
      update population.residents r set name = k.name, name_initials = k.name_initials,
        other_name_initials = k.other_name_initials, sex_code = k.sex_code,
        birth_on = k.birth_on, area_code = k.area_code, address = k.address,
        phone = case when ${hasPhone} then k.phone else r.phone end,
        household_id = case when ${hasHousehold} then k.household_id else r.household_id end,
        died_on = coalesce(r.died_on, k.died_on), version = r.version + 1
      from known k where k.is_changed and r.resident_id = k.resident_id
      returning 1
    ), last as (
      select coalesce(max(resident_id), 0) as id from population.residents
    ), added as (
      insert into population.residents (resident_id, area_code, household_id, name, name_initials, other_name_initials, id_number,
        phone, sex_code, birth_on, address, died_on)
      select last.id + row_number() over (order by k.place), k.area_code, k.household_id, k.name, k.name_initials,
        k.other_name_initials, k.id_number, k.phone, k.sex_code, k.birth_on, k.address,
        k.died_on
      from known k, last where k.resident_id is null
      returning resident_id, area_code, died_on
    ), news as (
      select resident_id, area_code, 1 as turn, 'ResidentRegistered' as name,
        jsonb_build_object('registeredOn', ${today}::text) as payload
      from added
      union all
      select resident_id, area_code, 2, 'ResidentMoved',
        jsonb_build_object('fromAreaCode', from_area_code, 'movedOn', ${today}::text)
      from known where is_changed and from_area_code <> area_code
      union all
      select resident_id, area_code, 3, 'HouseholdChanged', jsonb_build_object('fromHouseholdId', from_household_id::text,
        'toHouseholdId', household_id::text, 'reason', 'REGISTER', 'changedOn', ${today}::text)
      from known where is_changed and has_joined
      union all
      select resident_id, area_code, 4, 'ResidentDied', jsonb_build_object('diedOn', died_on::text)
      from known where is_changed and has_died
      union all
      select resident_id, area_code, 4, 'ResidentDied', jsonb_build_object('diedOn', died_on::text)
      from added where died_on is not null
    ), told as materialized (
      -- Ids are taken in the order in which hearers are to hear.
      select onedoor.time_ordered_id() as event_id, news.* from (select * from news order by turn, resident_id offset 0) as news
    ), appended as (
      insert into population.outbox (event_id, name, version, resident_id, area_code, payload)
      select event_id, name, ${VERSION}::integer, resident_id, area_code, payload from told
    ), heard as (
      select * from unnest(${names}::text::text[], ${hearers}::text::text[]) as h(name, hearer)
    ), delivered as (
      insert into population.event_deliveries (resident_id, event_id, hearer, name, version)
      select told.resident_id, told.event_id, heard.hearer, told.name, ${VERSION}::integer
      from told join heard on heard.name = told.name
    ), woken as (
      select onedoor.wake_deliveries(coalesce(array_agg(heard.hearer), '{}'), coalesce(array_agg(told.resident_id), '{}')) as streams
      from told join heard on heard.name = told.name
    )
    select (select count(*) from added)::integer as added, (select count(*) from changed)::integer as changed,
      (select streams from woken) as woken`;
  return counts ?? { added: 0, changed: 0 };
}

function elementOf(value: string | null): string {
  return value === null ? "NULL" : `"${value.replace(/["\\]/g, "\\$&")}"`;
}
