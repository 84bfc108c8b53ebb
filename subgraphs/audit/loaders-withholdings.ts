import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, isAfterNamed, type RowOf } from "../shared/read.ts";
import { list } from "./loaders-looks.ts";
import { visibleOrders } from "./policies.ts";
import { withholdingOrders, withholdingSteps } from "./tables.ts";

const stepOf = <Value>(step: "CONFIRMED" | "ENDED", column: "takenBy" | "takenAt") => sql<Value | null>`(
  select ${withholdingSteps[column]} from ${withholdingSteps}
  where ${withholdingSteps.orderId} = ${withholdingOrders.orderId} and ${withholdingSteps.step} = ${sql.raw(`'${step}'`)})`;

const orderColumns = {
  id: withholdingOrders.orderId,
  purpose: withholdingOrders.purpose,
  areas: list(withholdingOrders.areas),
  untilAt: withholdingOrders.withheldUntil,
  reason: withholdingOrders.reason,
  orderedBy: withholdingOrders.orderedBy,
  orderedAt: withholdingOrders.orderedAt,
  confirmedBy: stepOf<string>("CONFIRMED", "takenBy"),
  confirmedAt: stepOf<string>("CONFIRMED", "takenAt"),
  endedBy: stepOf<string>("ENDED", "takenBy"),
  endedAt: stepOf<string>("ENDED", "takenAt"),
  isOver: sql<boolean>`${withholdingOrders.withheldUntil} <= clock_timestamp()`,
};
type OrderRow = RowOf<typeof orderColumns>;

const orderPage = defineRead(
  orderColumns,
  sql`from ${withholdingOrders} where ${visibleOrders}
    and ${isAfterNamed(withholdingOrders, withholdingOrders.orderId, withholdingOrders.position, visibleOrders)}
    order by ${withholdingOrders.position} desc limit ${sql.placeholder("limit")}::int`,
);

const orderById = defineRead(
  orderColumns,
  sql`from ${withholdingOrders} where ${visibleOrders} and ${withholdingOrders.orderId} = ${sql.placeholder("id")}::uuid`,
);

const ORDERS: ListOrder = { list: "withholdings", sort: "none", id: "uuid" };

/** One page of orders, newest first. */
export async function loadWithholdings(
  { database, viewer }: LoaderContext,
  page: PageArguments,
): Promise<Connection<object>> {
  const values = pageValues(page, ORDERS);
  const rows = await database.read(viewer, orderPage, { ...values });
  return toConnection(rows.map(withState), values, ORDERS, (row) => ["0", row.id]);
}

export async function loadWithholding({ database, viewer }: LoaderContext, id: string) {
  const [row] = await database.read(viewer, orderById, { id });
  return row === undefined ? null : withState(row);
}

function withState(row: OrderRow) {
  if (row.endedBy !== null) return { ...row, state: "ENDED" };
  if (row.isOver) return { ...row, state: "LAPSED" };
  return { ...row, state: row.confirmedBy === null ? "REQUESTED" : "CONFIRMED" };
}
