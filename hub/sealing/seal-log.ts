import type { ISql } from "postgres";
import type { LastingSession } from "../../subgraphs/shared/postgres/session.ts";
import { canonical } from "./canonical-json.ts";
import { leafHash, merkleRoot } from "./merkle.ts";
import { writePositions } from "./positions.ts";
import type { SealKey } from "./seal-keys.ts";
import { NO_SEAL, type Seal, sealHash, signSeal } from "./seal.ts";
import { readUnsealed, type Unsealed } from "./sealed-records.ts";

/** Any number will do, as long as every hub asks for the same one. */
const LOCK = 6_305_017_242;

/** Where the log stands. */
interface Standing {
  readonly last: Seal | null;
  /** All records of transactions before this one are sealed. */
  readonly completeBefore: bigint;
  readonly now: string;
}

/** Runs work that no other hub does at the same time. Appending records waits for none of it. */
export async function alone<Result>(login: LastingSession, work: (sql: ISql) => Promise<Result>): Promise<Result> {
  return login.use((session) =>
    session.transaction(async (transaction) => {
      // Given back with the transaction, also when this process is killed.
      await transaction`select pg_advisory_xact_lock(${LOCK})`;
      return work(transaction);
    }),
  );
}

/**
 * Seals the next records, `most` of them, and gives the seal; null when there are none, or when another hub has sealed
 * less than `notWithinMs` ago.
 */
export async function sealNext(
  login: LastingSession,
  key: SealKey,
  most: number,
  notWithinMs = 0,
): Promise<Seal | null> {
  return alone(login, async (transaction) => {
    const standing = await readStanding(transaction);
    const { last, now } = standing;
    const age = last === null ? Infinity : Date.parse(now) - Date.parse(last.sealedAt);
    // A clock that was set back must not stop the sealing until it has caught up.
    if (age >= 0 && age < notWithinMs) return null;
    const unsealed = await readUnsealed(transaction, standing.completeBefore, most);
    if (unsealed.records.length === 0) return null;
    return writeSeal(transaction, key, standing, unsealed, unsealed.records.length < most);
  });
}

async function writeSeal(
  sql: ISql,
  key: SealKey,
  { last, now }: Standing,
  { records, endedBefore }: Unsealed,
  isAll: boolean,
): Promise<Seal> {
  const newest = records.at(-1)?.transaction ?? 0n;
  // With more to come, those of the last transaction may be among them.
  const completeBefore = !isAll && newest < endedBefore ? newest : endedBefore;
  const inOrder = records
    .map(({ record }) => ({ position: BigInt(record.position), leaf: leafHash(canonical(record)) }))
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  const seal = signSeal(
    {
      number: (last?.number ?? 0) + 1,
      positions: writePositions(inOrder.map(({ position }) => position)),
      count: inOrder.length,
      root: merkleRoot(inOrder.map(({ leaf }) => leaf)).toString("hex"),
      previousHash: last === null ? NO_SEAL : sealHash(last),
      sealedAt: now,
      keyId: key.id,
    },
    key,
  );
  await sql`insert into audit.seal_keys (key_id, jwk) values (${key.id}, ${canonical(key.jwk)}) on conflict do nothing`;
  await sql`insert into audit.seals (number, positions, record_count, root, previous_hash, sealed_at, key_id, signature,
      leaves, complete_before, last_transaction)
    values (${seal.number}, ${seal.positions}::text::int8multirange, ${seal.count}, ${seal.root}, ${seal.previousHash},
      ${seal.sealedAt}::text::timestamptz, ${seal.keyId}, ${seal.signature},
      decode(${inOrder.map(({ leaf }) => leaf.toString("hex")).join("")}, 'hex'),
      ${String(completeBefore)}::text::xid8, ${String(newest)}::text::xid8)`;
  await indexResidents(sql, seal.positions);
  return seal;
}

/** Writes down for each resident which records are about this person. Here, so that appending costs nothing for it. */
async function indexResidents(sql: ISql, positions: string): Promise<void> {
  await sql`insert into audit.looked_at (pseudonym, position)
    select distinct pseudonym, position from audit.access_records, unnest(residents) as pseudonym
    where position between lower(${positions}::text::int8multirange) and upper(${positions}::text::int8multirange) - 1
      and position <@ ${positions}::text::int8multirange
    order by pseudonym, position on conflict do nothing`;
}

/** The database's clock: hubs on several hosts have several, and seals are compared by one. */
export async function readClock(sql: ISql): Promise<string> {
  const [row] = await sql<{ now: string }[]>`
    select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;
  return row?.now ?? "";
}

async function readStanding(sql: ISql): Promise<Standing> {
  const [row] = await sql<{ completeBefore: string }[]>`
    select audit.complete_before()::text as "completeBefore"`;
  const [last = null] = await readSeals(sql, "order by number desc limit 1");
  return { last, completeBefore: BigInt(row?.completeBefore ?? "0"), now: await readClock(sql) };
}

/** The seals after one number, in their order. */
export async function readSealsAfter(sql: ISql, number: number, most: number): Promise<Seal[]> {
  return readSeals(sql, "where number > $1 order by number limit $2", [number, most]);
}

/** One seal; null when there is none with this number. */
export async function readSeal(sql: ISql, number: number): Promise<Seal | null> {
  const [seal = null] = await readSeals(sql, "where number = $1", [number]);
  return seal;
}

async function readSeals(sql: ISql, where: string, values: number[] = []): Promise<Seal[]> {
  const rows = await sql.unsafe<Seal[]>(
    `select number, positions::text as positions, record_count as count, root, previous_hash as "previousHash",
       to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sealedAt", key_id as "keyId", signature
     from audit.seals ${where}`,
    values,
  );
  return [...rows];
}
