import type { ISql } from "postgres";
import type { Session } from "../../shared/postgres/session.ts";
import { arrayLiteral } from "../../shared/bind-statement.ts";
import type { RefusedLine } from "./csv-file.ts";
import type { RegisteredResident } from "./resident-line.ts";

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

export interface Loaded {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** Columns the file has not: what the register holds of them stays. */
interface Given {
  readonly hasPhone: boolean;
  readonly hasHousehold: boolean;
}

/** Gathers residents and hands them over, one transaction for each batch. */
export function createLoad({ transaction: inTransaction }: Pick<Session, "transaction">, given: Given) {
  let waiting: Waiting[] = [];
  let [added, changed, unchanged] = [0, 0, 0];
  return {
    /** How many wait. */
    add(one: Waiting): number {
      return waiting.push(one);
    },
    /** Loads those that wait, and gives the lines that contradict earlier ones. */
    async flush(): Promise<RefusedLine[]> {
      const batch = waiting;
      waiting = [];
      if (batch.length === 0) return [];
      const done = await inTransaction(async (transaction) => {
        const repeated = await findRepeated(transaction, batch);
        const first = batch.filter(({ line }) => !repeated.has(line));
        const elsewhere = await findElsewhere(transaction, first);
        const good = first.filter(({ line }) => !elsewhere.has(line));
        const counts = await write(transaction, good, given);
        return { refused: refusedOf(repeated, elsewhere), good: good.length, ...counts };
      });
      added += done.added;
      changed += done.changed;
      unchanged += done.good - done.added - done.changed;
      return done.refused;
    },
    loaded: (): Loaded => ({ added, changed, unchanged }),
  };
}

function refusedOf(repeated: ReadonlyMap<number, number>, elsewhere: ReadonlySet<number>): RefusedLine[] {
  const duplicates = [...repeated].map(([line, first]) => ({
    line,
    reason: `id_number stands on line ${first} already`,
  }));
  const moved = [...elsewhere].map((line) => ({
    line,
    reason: "area_code is another than that of the household's members on earlier lines",
  }));
  return [...duplicates, ...moved].sort((one, other) => one.line - other.line);
}

/** Lines whose number an earlier line has, with that line. */
async function findRepeated(sql: ISql, batch: readonly Waiting[]): Promise<ReadonlyMap<number, number>> {
  const numbers = arrayLiteral(batch.map(({ resident }) => resident.idNumber));
  const lines = arrayLiteral(batch.map(({ line }) => String(line)));
  const fresh = await sql<{ line: number }[]>`
    insert into pg_temp.seen_numbers (id_number, line)
    select * from unnest(${numbers}::text::text[], ${lines}::text::integer[])
    on conflict do nothing returning line`;
  if (fresh.length === batch.length) return new Map();
  const isFresh = new Set(fresh.map(({ line }) => line));
  const others = batch.filter(({ line }) => !isFresh.has(line));
  const wanted = arrayLiteral(others.map(({ resident }) => resident.idNumber));
  const first = await sql<{ idNumber: string; line: number }[]>`
    select id_number as "idNumber", line from pg_temp.seen_numbers where id_number = any(${wanted}::text::text[])`;
  const lineOf = new Map(first.map(({ idNumber, line }) => [idNumber, line]));
  return new Map(others.map(({ line, resident }) => [line, lineOf.get(resident.idNumber) ?? 0]));
}

/** Lines whose household has members in another division: it is where the first of them in the file is. */
async function findElsewhere(sql: ISql, batch: readonly Waiting[]): Promise<ReadonlySet<number>> {
  const areas = new Map<string, string>();
  for (const { resident } of batch) {
    if (resident.householdId !== null && !areas.has(resident.householdId)) {
      areas.set(resident.householdId, resident.areaCode);
    }
  }
  if (areas.size === 0) return new Set();
  const [ids, codes] = [arrayLiteral([...areas.keys()]), arrayLiteral([...areas.values()])];
  await sql`
    insert into pg_temp.seen_households (household_id, area_code)
    select * from unnest(${ids}::text::bigint[], ${codes}::text::text[]) on conflict do nothing`;
  const seen = await sql<{ id: string; areaCode: string }[]>`
    select household_id::text as id, area_code as "areaCode" from pg_temp.seen_households
    where household_id = any(${ids}::text::bigint[])`;
  for (const { id, areaCode } of seen) areas.set(id, areaCode);
  await sql`
    insert into population.households as h (household_id, area_code)
    select household_id, area_code from pg_temp.seen_households where household_id = any(${ids}::text::bigint[])
    on conflict (household_id) do update set area_code = excluded.area_code where h.area_code <> excluded.area_code`;
  const isElsewhere = ({ resident }: Waiting) =>
    resident.householdId !== null && areas.get(resident.householdId) !== resident.areaCode;
  return new Set(batch.filter(isElsewhere).map(({ line }) => line));
}

async function write(
  sql: ISql,
  batch: readonly Waiting[],
  { hasPhone, hasHousehold }: Given,
): Promise<{ added: number; changed: number }> {
  const column = (valueOf: (one: Waiting) => string | null) =>
    `{${batch.map((one) => elementOf(valueOf(one))).join(",")}}`;
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
        ${column(({ resident }) => resident.address)}::text::text[]
      ) with ordinality
        as g(id_number, name, name_initials, other_name_initials, sex_code, birth_on, area_code, household_id, phone,
          address, place)
    ), known as materialized (
      select g.*, r.resident_id, coalesce(
          (r.name, r.name_initials, r.other_name_initials, r.sex_code, r.birth_on, r.area_code, r.address)
            is distinct from (g.name, g.name_initials, g.other_name_initials, g.sex_code, g.birth_on, g.area_code, g.address)
          or (${hasPhone} and r.phone is distinct from g.phone)
          or (${hasHousehold} and r.household_id is distinct from g.household_id), false) as is_changed
      from given g left join population.residents r on r.id_number = g.id_number
    ), changed as (
      update population.residents r set name = k.name, name_initials = k.name_initials,
        other_name_initials = k.other_name_initials, sex_code = k.sex_code,
        birth_on = k.birth_on, area_code = k.area_code, address = k.address,
        phone = case when ${hasPhone} then k.phone else r.phone end,
        household_id = case when ${hasHousehold} then k.household_id else r.household_id end
      from known k where k.is_changed and r.resident_id = k.resident_id
      returning 1
    ), last as (
      select coalesce(max(resident_id), 0) as id from population.residents
    ), added as (
      insert into population.residents (resident_id, area_code, household_id, name, name_initials, other_name_initials, id_number,
        phone, sex_code, birth_on, address)
      select last.id + row_number() over (order by k.place), k.area_code, k.household_id, k.name, k.name_initials,
        k.other_name_initials, k.id_number, k.phone, k.sex_code, k.birth_on, k.address
      from known k, last where k.resident_id is null
      returning 1
    )
    select (select count(*) from added)::integer as added, (select count(*) from changed)::integer as changed`;
  return counts ?? { added: 0, changed: 0 };
}

function elementOf(value: string | null): string {
  return value === null ? "NULL" : `"${value.replace(/["\\]/g, "\\$&")}"`;
}
