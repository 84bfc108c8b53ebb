import { sql } from "drizzle-orm";
import { runStatement } from "./bind-statement.ts";
import type { EventPayload, HeardEvent } from "./hear.ts";
import { setHandler } from "./hearing.ts";
import { openDepartmentPool } from "./postgres/department-pool.ts";
import { claimsAreSet, defineRead, defineWrite, type RowOf, type Statement, type StatementValues } from "./read.ts";
import { deliveriesIn, departmentSchema, outboxIn } from "./write-tables.ts";

/** Deliveries to one hearer about one resident; they go one after the other. */
export interface Stream {
  readonly hearer: string;
  /** "0" for what is about nobody. */
  readonly residentId: string;
}

/** An event that has not been settled with one hearer. */
export type Delivery = RowOf<ReturnType<typeof deliveryStatements>["columns"]>;

export interface Settlement {
  readonly state: "WAITING" | "DEAD" | "HEARD" | "DROPPED";
  readonly tries: number;
  /** How long to leave it alone; null where nothing comes next. */
  readonly waitMs: number | null;
}

/** Which events of a department have been delivered to whom, under its login for when nobody asks (docs/adr/0083). */
export interface Deliveries {
  /** The oldest that is not settled. */
  oldest(stream: Stream): Promise<Delivery | undefined>;
  eventOf(delivery: Delivery): Promise<HeardEvent | undefined>;
  /** Enters what came of it. False where somebody else has settled it meanwhile. */
  settle(delivery: Pick<Delivery, "eventId" | "hearer" | "residentId">, settlement: Settlement): Promise<boolean>;
  /** Has somebody look at the stream, at once or later. */
  wake(stream: Stream, inMs: number): Promise<void>;
  /** Has somebody look at each of them at once. */
  wakeAll(streams: readonly Stream[]): Promise<void>;
  /** Looks through a part of what is not settled for streams that nobody has been at for a while. */
  forgotten(forMs: number, after: Place | null): Promise<Look>;
  /** All that are not settled, oldest first, by hearer. */
  open(): Promise<readonly Delivery[]>;
  counts(): Promise<readonly DeliveryCount[]>;
  /** All deliveries of one event. */
  ofEvent(eventId: string): Promise<readonly Delivery[]>;
  close(): Promise<void>;
}

/** How far the looks have come, oldest event first. */
export type Place = Pick<Delivery, "eventId" | "hearer">;

export interface Look {
  readonly streams: readonly Stream[];
  /** Where the next look goes on, so that what is held back by dead events hides nothing behind it; null at the end. */
  readonly next: Place | null;
}

export interface DeliveryCount {
  readonly hearer: string;
  readonly waiting: number;
  readonly dead: number;
  /** Seconds since the oldest that is not settled was told. */
  readonly oldestSeconds: number;
}

const POOL_SIZE = 1;
/** A list for people; what is beyond is counted. */
const MOST_LISTED = 1_000;
/** One look is short, however much there is to deliver. */
export const MOST_LOOKED_AT = 1_000;
const BEFORE_ALL: Place = { eventId: "00000000-0000-0000-0000-000000000000", hearer: "" };

export function openDeliveries({ department, url }: { department: string; url: string }): Deliveries {
  const pool = openDepartmentPool({ department, url, poolSize: POOL_SIZE });
  const own = deliveryStatements(department);
  const nobody = { areas: [], ownResident: null };
  const read = <Row>(statement: Statement<Row>, values: StatementValues) =>
    runStatement(department, pool.read, statement, nobody, values);
  const write = <Row>(statement: Statement<Row>, values: StatementValues) =>
    pool.transact((prove) => runStatement(department, prove, statement, nobody, values));
  return {
    oldest: async (stream) => (await read(own.oldest, { ...stream }))[0],
    async eventOf({ eventId, residentId }) {
      const claims = { ...nobody, handledEvent: eventId, handledResident: residentId === "0" ? null : residentId };
      const [found] = await pool.transact(async (prove) => {
        await runStatement(department, prove, setHandler, claims, {});
        return runStatement(department, prove, own.told, claims, { eventId });
      });
      return found === undefined ? undefined : { ...found, from: department, payload: found.payload as EventPayload };
    },
    async settle({ eventId, hearer, residentId }, { state, tries, waitMs }) {
      const changed = await write(own.settle, { eventId, hearer, residentId, state, tries, waitMs: waitMs ?? 0 });
      return changed.length > 0;
    },
    async wake(stream, inMs) {
      await write(own.wake, { ...stream, inMs });
    },
    async wakeAll(streams) {
      if (streams.length === 0) return;
      const [hearers, residentIds] = [streams.map(({ hearer }) => hearer), streams.map((one) => one.residentId)];
      await write(own.wakeAll, { hearers, residentIds });
    },
    async forgotten(forMs, after) {
      const looked = await read(own.forgotten, { ...(after ?? BEFORE_ALL), forMs });
      const last = looked.length < MOST_LOOKED_AT ? undefined : looked.at(-1);
      return {
        streams: looked.filter((one) => one.isForgotten).map(({ hearer, residentId }) => ({ hearer, residentId })),
        next: last === undefined ? null : { eventId: last.eventId, hearer: last.hearer },
      };
    },
    open: () => read(own.open, {}),
    counts: () => read(own.counts, {}),
    ofEvent: (eventId) => read(own.ofEvent, { eventId }),
    close: () => pool.close(),
  };
}

function deliveryStatements(department: string) {
  const schema = departmentSchema(department);
  const [deliveries, outbox] = [deliveriesIn(schema), outboxIn(schema)];
  const columns = {
    eventId: deliveries.eventId,
    hearer: deliveries.hearer,
    residentId: deliveries.residentId,
    name: deliveries.name,
    version: deliveries.version,
    state: sql<Settlement["state"]>`${deliveries.state}`,
    tries: deliveries.tries,
    nextTryAt: deliveries.nextTryAt,
    appendedAt: deliveries.appendedAt,
    settledAt: deliveries.settledAt,
  };
  const eventId = sql`${sql.placeholder("eventId")}::text::uuid`;
  const hearer = sql`${sql.placeholder("hearer")}::text`;
  const residentId = sql`${sql.placeholder("residentId")}::bigint`;
  const isOfStream = sql`${deliveries.hearer} = ${hearer} and ${deliveries.residentId} = ${residentId}`;
  const isOpen = sql`${deliveries.settledAt} is null`;
  const wait = (name: string) => sql`make_interval(secs => ${sql.placeholder(name)}::float8 / 1000)`;
  return {
    columns,
    oldest: defineRead(
      columns,
      sql`from ${deliveries} where ${isOfStream} and ${isOpen} and ${claimsAreSet} order by ${deliveries.eventId} limit 1`,
    ),
    told: defineRead(
      {
        id: outbox.eventId,
        name: outbox.name,
        version: outbox.version,
        residentId: outbox.residentId,
        areaCode: outbox.areaCode,
        payload: outbox.payload,
        appendedAt: outbox.appendedAt,
      },
      sql`from ${outbox} where ${outbox.eventId} = ${eventId} and ${claimsAreSet}`,
    ),
    settle: defineWrite(
      { eventId: deliveries.eventId },
      sql`update ${deliveries} set state = ${sql.placeholder("state")}::text, tries = ${sql.placeholder("tries")}::integer,
        next_try_at = clock_timestamp() + ${wait("waitMs")},
        settled_at = case when ${sql.placeholder("state")}::text in ('HEARD', 'DROPPED') then clock_timestamp() end
        where ${isOfStream} and ${deliveries.eventId} = ${eventId} and ${isOpen}`,
    ),
    wake: defineRead(
      { isWoken: sql<boolean>`woken.is_woken` },
      sql`from onedoor.wake_delivery(${hearer}, ${residentId}, now() + ${wait("inMs")}) as woken(is_woken)
        where ${claimsAreSet}`,
    ),
    wakeAll: defineRead(
      { streams: sql<number>`woken.streams` },
      sql`from onedoor.wake_deliveries(${sql.placeholder("hearers")}::text[], ${sql.placeholder("residentIds")}::bigint[])
        as woken(streams) where ${claimsAreSet}`,
    ),
    // Of a stream its first alone: what comes after waits for it.
    forgotten: defineRead(
      {
        eventId: sql<string>`looked.event_id`,
        hearer: sql<string>`looked.hearer`,
        residentId: sql<string>`looked.resident_id`,
        isForgotten: sql<boolean>`looked.state = 'WAITING' and looked.next_try_at <= clock_timestamp() - ${wait("forMs")}
          and not exists (select from ${deliveries} as earlier where earlier.hearer = looked.hearer
            and earlier.resident_id = looked.resident_id and earlier.event_id < looked.event_id
            and earlier.settled_at is null)`,
      },
      sql`from (
        select event_id, hearer, resident_id, state, next_try_at from ${deliveries}
        where ${isOpen} and ${claimsAreSet} and (${deliveries.eventId}, ${deliveries.hearer}) > (${eventId}, ${hearer})
        order by ${deliveries.eventId}, ${deliveries.hearer} limit ${sql.raw(String(MOST_LOOKED_AT))}
      ) as looked order by looked.event_id, looked.hearer`,
    ),
    open: defineRead(
      columns,
      sql`from ${deliveries} where ${isOpen} and ${claimsAreSet}
        order by ${deliveries.eventId}, ${deliveries.hearer} limit ${sql.raw(String(MOST_LISTED))}`,
    ),
    counts: defineRead(
      {
        hearer: deliveries.hearer,
        waiting: sql<number>`(count(*) filter (where ${deliveries.state} = 'WAITING'))::integer`,
        dead: sql<number>`(count(*) filter (where ${deliveries.state} = 'DEAD'))::integer`,
        oldestSeconds: sql<number>`extract(epoch from clock_timestamp() - min(${deliveries.appendedAt}))::integer`,
      },
      sql`from ${deliveries} where ${isOpen} and ${claimsAreSet} group by ${deliveries.hearer}`,
    ),
    ofEvent: defineRead(
      columns,
      sql`from ${deliveries} where ${deliveries.eventId} = ${eventId} and ${claimsAreSet} order by ${deliveries.hearer}`,
    ),
  };
}
