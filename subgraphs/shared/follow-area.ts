import { sql } from "drizzle-orm";
import { type AnyPgColumn, getTableConfig, type PgTable, pgSchema } from "drizzle-orm/pg-core";
import { type Handler, handlerName, hear, type HeardEvent } from "./hear.ts";
import { defineRead, defineWrite, type Read, type Write } from "./read.ts";
import type { Transaction } from "./transaction.ts";
import { inboxIn } from "./write-tables.ts";

/** Rows of a person, with the area they are shown in. */
export type PlacedTable = PgTable & Record<"residentId" | "areaCode", AnyPgColumn>;

const MOVED = { from: "population", event: "ResidentMoved", version: 1 } as const;

const residentId = sql`${sql.placeholder("residentId")}::bigint`;
const areaCode = sql`${sql.placeholder("areaCode")}::text`;

/**
 * Has rows of a person follow to where the person is registered (docs/adr/0084). The table that others take the area from
 * comes first: a source's answer that is being kept holds its row.
 */
export function followArea(tables: readonly [PlacedTable, ...PlacedTable[]]): Handler {
  const moves = tables.map(moveRows);
  return hearMove(tables[0], async (transaction, event) => {
    for (const move of moves) await transaction.run(move, { residentId: event.residentId, areaCode: event.areaCode });
  });
}

/** Hears of moves, and of none that a later one has overtaken: it may come late where an operator has replayed it. */
export function hearMove(
  anyTable: PgTable,
  handle: (transaction: Transaction, event: HeardEvent) => Promise<void>,
): Handler {
  const schema = getTableConfig(anyTable).schema ?? "";
  const [hold, laterMove] = [holdArea(schema, true), laterMoveIn(schema)];
  return hear(MOVED.from, MOVED.event, MOVED.version, async (transaction, event) => {
    const { id: eventId, residentId } = event;
    await transaction.run(hold, { residentId });
    const [later] = await transaction.run(laterMove, { residentId, eventId, handler: handlerName(MOVED) });
    if (later === undefined) await handle(transaction, event);
  });
}

/**
 * The first statement of a transaction that writes rows with the area a resident has now: until its end no handler changes
 * that area, which would miss the new rows.
 */
export function holdArea(schema: string, isChanged = false): Read<{ isHeld: boolean }> {
  return defineRead(
    { isHeld: sql<boolean>`held.ok` },
    sql`from onedoor.hold_area(${sql.raw(`'${schema}'`)}, ${residentId}, ${sql.raw(String(isChanged))}) as held(ok)`,
  );
}

function moveRows(table: PlacedTable): Write<object> {
  return defineWrite(
    {},
    sql`update ${table} set area_code = ${areaCode} where ${table.residentId} = ${residentId} and ${table.areaCode} <> ${areaCode}`,
  );
}

function laterMoveIn(schema: string) {
  const inbox = inboxIn(pgSchema(schema));
  return defineRead(
    { eventId: inbox.eventId },
    sql`from ${inbox} where ${inbox.residentId} = ${residentId} and ${inbox.handler} = ${sql.placeholder("handler")}::text
      and ${inbox.eventId} > ${sql.placeholder("eventId")}::text::uuid limit 1`,
  );
}
