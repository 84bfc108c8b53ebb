import { sql } from "drizzle-orm";
import { isBusinessCode, isItemCode } from "../shared/code-scheme.ts";
import { type LoaderContext, manyByKey, oneByKey } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { defineRead, type RowOf } from "../shared/read.ts";
import { visibleCatalogue } from "./policies.ts";
import { businesses, items } from "./tables.ts";

const itemColumns = {
  code: items.code,
  position: items.position,
  name: items.name,
  department: items.department,
  isActive: items.isActive,
};
export type ItemRow = RowOf<typeof itemColumns>;

const itemsByCode = defineRead(
  itemColumns,
  sql`from ${items} where ${items.code} = any(${sql.placeholder("keys")}::text[]) and ${visibleCatalogue}`,
);

const openItems = sql`${items.isActive} and ${visibleCatalogue}`;

const itemPage = defineRead(
  itemColumns,
  sql`from ${items} where ${openItems}
    and (${sql.placeholder("afterId")}::bigint is null or ${items.position} > ${sql.placeholder("afterId")}::bigint)
    order by ${items.position} limit ${sql.placeholder("limit")}::int`,
);

const openItemCodes = defineRead(
  { code: items.code },
  sql`from ${items} where ${openItems} order by ${items.position}`,
);

const openItemCount = defineRead({ count: sql<number>`count(*)::int` }, sql`from ${items} where ${openItems}`);

const businessColumns = { code: businesses.code, itemCode: businesses.itemCode, name: businesses.name };

const businessesByCode = defineRead(
  businessColumns,
  sql`from ${businesses} where ${businesses.code} = any(${sql.placeholder("keys")}::text[]) and ${visibleCatalogue}`,
);

const businessesByItem = defineRead(
  businessColumns,
  sql`from ${businesses} where ${businesses.itemCode} = any(${sql.placeholder("keys")}::text[]) and ${visibleCatalogue}
    order by ${businesses.position}`,
);

const ITEMS: ListOrder = { list: "items", sort: "none" };

/** The reads of the Services department; one set per request. */
export function createLoaders(context: LoaderContext) {
  const { database, viewer } = context;
  return {
    itemByCode: oneByKey(context, itemsByCode, (row) => row.code, isItemCode),
    businessByCode: oneByKey(context, businessesByCode, (row) => row.code, isBusinessCode),
    businessesByItemCode: manyByKey(context, businessesByItem, (row) => row.itemCode, isItemCode),
    itemPage: (page: PageArguments) => loadPage(context, page),
    openItemCodes: async () => (await database.read(viewer, openItemCodes, {})).map(({ code }) => code),
    openItemCount: async () => (await database.read(viewer, openItemCount, {}))[0]?.count ?? 0,
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

async function loadPage({ database, viewer }: LoaderContext, page: PageArguments): Promise<Connection<ItemRow>> {
  const values = pageValues(page, ITEMS);
  const rows = await database.read(viewer, itemPage, { ...values });
  return toConnection(rows, values, ITEMS, (row) => ["0", String(row.position)]);
}
