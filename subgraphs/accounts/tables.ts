import { sql } from "drizzle-orm";
import { boolean, index, integer, pgSchema, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";

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
    /** Whose own record the `resident` role sees. */
    residentId: id("resident_id"),
    /** Null until the account has a password. */
    activatedAt: instant("activated_at"),
    rightsVersion: integer("rights_version").notNull().default(1),
    rightsChangedAt: instant("rights_changed_at"),
  },
  (table) => [
    uniqueIndex("accounts_username").on(table.username),
    index("accounts_area_code").on(table.areaCode, table.accountId),
    index("accounts_rights_changed_at").on(table.rightsChangedAt),
  ],
);

export const certificates = accountsSchema.table(
  "certificates",
  {
    accountId: id("account_id").notNull(),
    course: text("course").notNull(),
    validFrom: day("valid_from").notNull(),
    validUntil: day("valid_until").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.course, table.validFrom] })],
);

/** What sign-in keeps. The department's own login reads none of it. */
export const credentials = accountsSchema.table("credentials", {
  accountId: id("account_id").primaryKey(),
  passwordHash: text("password_hash").notNull(),
  /** The password all demo accounts share, which is printed: no password at all in production. */
  isDemo: boolean("is_demo").notNull().default(false),
  changedAt: instant("changed_at")
    .notNull()
    .default(sql`clock_timestamp()`),
});

export const sessions = accountsSchema.table(
  "sessions",
  {
    sessionId: uuid("session_id").primaryKey().defaultRandom(),
    /** Of what the cookie holds: a copy of the database opens nobody's session. */
    tokenHash: text("token_hash").notNull(),
    accountId: id("account_id").notNull(),
    createdAt: instant("created_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    expiresAt: instant("expires_at").notNull(),
    /** Kept for a while, so that every process hears that tokens of the session are over. */
    endedAt: instant("ended_at"),
  },
  (table) => [
    uniqueIndex("sessions_token_hash").on(table.tokenHash),
    index("sessions_account_id").on(table.accountId),
    index("sessions_ended_at").on(table.endedAt),
  ],
);

export const activationCodes = accountsSchema.table(
  "activation_codes",
  {
    codeId: uuid("code_id").primaryKey().defaultRandom(),
    accountId: id("account_id").notNull(),
    codeHash: text("code_hash").notNull(),
    issuedAt: instant("issued_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    expiresAt: instant("expires_at")
      .notNull()
      .default(sql`clock_timestamp() + '14 days'::interval`),
    usedAt: instant("used_at"),
  },
  (table) => [index("activation_codes_account_id").on(table.accountId, table.issuedAt)],
);

/** Wrong tries by account and by address, both as hashes: whatever was typed as a username is nobody's to read. */
export const tries = accountsSchema.table(
  "tries",
  {
    key: text("key").primaryKey(),
    failures: integer("failures").notNull(),
    startedAt: instant("started_at").notNull(),
    blockedUntil: instant("blocked_until"),
  },
  (table) => [index("tries_started_at").on(table.startedAt)],
);
