import type { ISql } from "postgres";
import type { Session } from "../../shared/postgres/session.ts";
import { arrayLiteral } from "../../shared/bind-statement.ts";
import { runAgainOnConflict } from "../../shared/transaction.ts";
import type { RefusedLine } from "./csv-file.ts";
import { takeAccount } from "./told-events.ts";
import { type Given, type Waiting, writeBatch } from "./write-batch.ts";

export interface Loaded {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
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
      const loadBatch = async (transaction: ISql) => {
        await takeAccount(transaction);
        const repeated = await findRepeated(transaction, batch);
        const first = batch.filter(({ line }) => !repeated.has(line));
        const elsewhere = await findElsewhere(transaction, first);
        const good = first.filter(({ line }) => !elsewhere.has(line));
        const counts = await writeBatch(transaction, good, given);
        return { refused: refusedOf(repeated, elsewhere), good: good.length, ...counts };
      };
      // What an officer changes meanwhile is seen, and never told as it was before.
      const done = await runAgainOnConflict(() => inTransaction(loadBatch, "begin isolation level repeatable read"));
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
