import { boolean, index, pgSchema, text, uniqueIndex } from "drizzle-orm/pg-core";
import { areaCode, id } from "../shared/columns.ts";

const accountsSchema = pgSchema("accounts");

export const accounts = accountsSchema.table(
  "accounts",
  {
    accountId: id("account_id").primaryKey(),
    username: text("username").notNull(),
    displayName: text("display_name").notNull(),
    /** The area the account belongs to: the first of `areas`, and what the row rule looks at. */
    areaCode: areaCode("area_code").notNull(),
    areas: text("areas").array().notNull(),
    roles: text("roles").array().notNull(),
    department: text("department"),
    isActive: boolean("is_active").notNull(),
  },
  (table) => [
    uniqueIndex("accounts_username").on(table.username),
    index("accounts_area_code").on(table.areaCode, table.accountId),
  ],
);
