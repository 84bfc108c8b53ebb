import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgSchema, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { areaCode, id, instant } from "./columns.ts";

type Schema = ReturnType<typeof pgSchema>;

/** The schema of a department, in which its tables lie. */
export const departmentSchema = (department: string) => pgSchema(department.replaceAll("-", "_"));

const now = sql`clock_timestamp()`;
const actingAccount = sql`onedoor.account()`;

/** What a department tells others, in the order of telling. `onedoor.prepare_writes` makes it; nothing takes from it. */
export const outboxIn = (schema: Schema) =>
  schema.table(
    "outbox",
    {
      eventId: uuid("event_id")
        .primaryKey()
        .default(sql`onedoor.time_ordered_id()`),
      name: text("name").notNull(),
      version: integer("version").notNull(),
      /** Whom it is about; null for what is about nobody. */
      residentId: id("resident_id"),
      /** Where that person was registered once the change stood. */
      areaCode: areaCode("area_code").notNull(),
      payload: jsonb("payload").notNull(),
      /** Who made the change. */
      account: text("account").notNull().default(actingAccount),
      appendedAt: instant("appended_at").notNull().default(now),
    },
    (table) => [index("outbox_resident_id").on(table.residentId, table.eventId)],
  );

/** The key of each change of an account, a hash of what was asked for, and what was answered first. */
export const requestKeysIn = (schema: Schema) =>
  schema.table(
    "request_keys",
    {
      account: text("account").notNull().default(actingAccount),
      key: text("key").notNull(),
      requestHash: text("request_hash").notNull(),
      /** Ids alone: what else an answer holds is read when it is given. */
      answer: jsonb("answer"),
      madeAt: instant("made_at").notNull().default(now),
    },
    (table) => [primaryKey({ columns: [table.account, table.key] }), index("request_keys_made_at").on(table.madeAt)],
  );

/** Which event has been handled by what. `onedoor.prepare_hearing` makes it. */
export const inboxIn = (schema: Schema) =>
  schema.table(
    "inbox",
    {
      /** 0 for what is about nobody. */
      residentId: id("resident_id").notNull(),
      eventId: uuid("event_id").notNull(),
      handler: text("handler").notNull(),
      handledAt: instant("handled_at").notNull().default(now),
    },
    (table) => [primaryKey({ columns: [table.residentId, table.eventId, table.handler] })],
  );

/** Which events each hearer has been told. `onedoor.prepare_deliveries` makes it. */
export const deliveriesIn = (schema: Schema) =>
  schema.table(
    "event_deliveries",
    {
      /** 0 for what is about nobody. */
      residentId: id("resident_id").notNull(),
      eventId: uuid("event_id").notNull(),
      hearer: text("hearer").notNull(),
      name: text("name").notNull(),
      version: integer("version").notNull(),
      state: text("state").notNull().default("WAITING"),
      /** How often the hearer's handler has failed. */
      tries: integer("tries").notNull().default(0),
      nextTryAt: instant("next_try_at").notNull().default(now),
      appendedAt: instant("appended_at").notNull().default(now),
      /** When it was heard or dropped. */
      settledAt: instant("settled_at"),
    },
    (table) => [
      primaryKey({ columns: [table.residentId, table.eventId, table.hearer] }),
      index("event_deliveries_open")
        .on(table.hearer, table.residentId, table.eventId)
        .where(sql`settled_at is null`),
      index("event_deliveries_oldest")
        .on(table.eventId, table.hearer)
        .where(sql`settled_at is null`),
      check(
        "event_deliveries_state",
        sql`state in ('WAITING', 'DEAD') and settled_at is null or state in ('HEARD', 'DROPPED') and settled_at is not null`,
      ),
    ],
  );
