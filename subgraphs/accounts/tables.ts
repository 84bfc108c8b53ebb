import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  check,
  customType,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";
import { inboxIn, outboxIn, requestKeysIn } from "../shared/write-tables.ts";

const transactionId = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });
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
    /** Which transaction changed the rights last: by this it is heard of, whatever the clocks say. */
    rightsChangedIn: transactionId("rights_changed_in"),
    /** False while a second administrator has not approved that there be such an account. */
    isApproved: boolean("is_approved").notNull().default(true),
    /** The request the account came by; null for those that the host or a seed made. */
    requestId: uuid("request_id"),
    /** Who asked for the account; null for those that the host or a seed made. */
    createdBy: text("created_by"),
  },
  (table) => [
    index("accounts_rights_changed_in").on(table.rightsChangedIn),
    index("accounts_request_id").on(table.requestId),
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
    /** The account that entered it; null for the host and for seeds. */
    recordedBy: text("recorded_by"),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.course, table.validFrom] })],
);

/** Changes that one administrator asked for and another has to approve (docs/adr/0056). */
export const accountRequests = accountsSchema.table(
  "account_requests",
  {
    requestId: uuid("request_id").primaryKey().defaultRandom(),
    position: bigserial("position", { mode: "bigint" }).notNull(),
    /** CREATE, CODE, ROLES or REOPEN. */
    kind: text("kind").notNull(),
    /** The account it is about; null for CREATE, whose accounts name the request. */
    accountId: id("account_id"),
    /** The roles that are asked for; null unless it is about roles. */
    roles: text("roles").array(),
    /** Every area of every account it is about: who approves administers all of them. */
    areas: text("areas").array().notNull(),
    askedBy: text("asked_by").notNull(),
    askedAt: instant("asked_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    lapsesAt: instant("lapses_at")
      .notNull()
      .default(sql`clock_timestamp() + '14 days'::interval`),
    /** An account, or `host` for the operator of the hub. */
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
    isGranted: boolean("is_granted"),
  },
  (table) => [
    index("account_requests_position").on(table.position.desc()),
    uniqueIndex("account_requests_open")
      .on(table.accountId, table.kind)
      .where(sql`decided_at is null`),
    check("account_requests_two_persons", sql`decided_by <> asked_by or not is_granted`),
    check("account_requests_decided_whole", sql`num_nulls(decided_by, decided_at, is_granted) in (0, 3)`),
  ],
);

/** Who had a hand in making an account, its code or its roles: for 30 days they do not pass for two persons. */
export const accountMakers = accountsSchema.table(
  "account_makers",
  {
    account: text("account").notNull(),
    maker: text("maker").notNull(),
    since: instant("since")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [primaryKey({ columns: [table.account, table.maker] })],
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
    endedIn: transactionId("ended_in"),
  },
  (table) => [
    index("sessions_ended_in").on(table.endedIn),
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

/** Wrong tries by account and by address, both as hashes: what was typed as a username must not be readable. */
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

/** What the department tells others. @public */
export const outbox = outboxIn(accountsSchema);

/** Under which keys accounts have sent what. @public */
export const requestKeys = requestKeysIn(accountsSchema);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(accountsSchema);
