import { boolean, index, integer, pgSchema, text } from "drizzle-orm/pg-core";

const services = pgSchema("services");

/** The catalogue of items: published, the same for every viewer. */
export const items = services.table(
  "items",
  {
    code: text("code").primaryKey(),
    /** Place in the catalogue. */
    position: integer("position").notNull(),
    name: text("name").notNull(),
    /** The department that owns the item, as in its folder's name. */
    department: text("department").notNull(),
    isActive: boolean("is_active").notNull(),
  },
  (table) => [index("items_position").on(table.position)],
);

/** What can be done under an item. */
export const businesses = services.table(
  "businesses",
  {
    code: text("code").primaryKey(),
    itemCode: text("item_code").notNull(),
    /** Place within the item. */
    position: integer("position").notNull(),
    name: text("name").notNull(),
  },
  (table) => [index("businesses_item_code").on(table.itemCode, table.position)],
);
