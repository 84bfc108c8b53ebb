import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { areaCode, instant } from "../shared/columns.ts";
import { outboxIn, requestKeysIn } from "../shared/write-tables.ts";

const transactionId = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });
const positionSet = customType<{ data: string; driverData: string }>({ dataType: () => "int8multirange" });
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

const audit = pgSchema("audit");

export const accessRecords = audit.table(
  "access_records",
  {
    recordId: uuid("record_id").primaryKey(),
    /** Order of writing. */
    position: bigserial("position", { mode: "bigint" }).notNull(),
    recordedAt: instant("recorded_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    requestId: text("request_id").notNull(),
    viewerId: text("viewer_id").notNull(),
    /** Name and office of a member of staff as they were at that moment; null where none is known. */
    viewerName: text("viewer_name"),
    viewerOffice: text("viewer_office"),
    /** The first of the viewer's areas, which decides which auditors see the record; empty without any. */
    areaCode: areaCode("area_code").notNull(),
    roles: text("roles").array().notNull(),
    areas: text("areas").array().notNull(),
    department: text("department"),
    purpose: text("purpose"),
    rolesHash: text("roles_hash").notNull(),
    operationHash: text("operation_hash").notNull(),
    operationName: text("operation_name"),
    /** Which fields were returned, masked and refused, as `field_lists` holds it; null in older records, which hold their lists themselves. */
    fieldListsId: text("field_lists_id"),
    /** As this record holds them itself, where it names no lists. */
    returned: text("returned").array(),
    masked: text("masked").array(),
    refused: text("refused").array(),
    /** Pseudonyms (keyed hashes) of the residents in the answer, never their ids. */
    residents: text("residents").array().notNull(),
    kind: text("kind").notNull().default("LOOK"),
    /** Which transaction added it: by this the sealer finds what became visible since it looked last. */
    transaction: transactionId("transaction")
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (table) => [
    check(
      "access_records_have_lists",
      sql`field_lists_id is not null or (returned is not null and masked is not null and refused is not null)`,
    ),
    index("access_records_position").on(table.position.desc()),
    index("access_records_transaction").on(table.transaction),
    index("access_records_viewer").on(table.viewerId, table.position.desc()),
    // What waits for a supervisor, in the order of the page.
    index("access_records_duties")
      .on(table.position.desc())
      .where(sql`kind = 'LOOK' and purpose ^@ 'duty:'`),
  ],
);

/**
 * What one operation returns, masks and refuses under one set of permissions: the same for thousands of looks, and
 * longer than all the rest of a record. The id is a hash of the lists, so none can ever stand for others.
 */
export const fieldLists = audit.table(
  "field_lists",
  {
    fieldListsId: text("field_lists_id").primaryKey(),
    returned: text("returned").array().notNull(),
    masked: text("masked").array().notNull(),
    refused: text("refused").array().notNull(),
  },
  () => [
    check(
      "field_lists_id_is_their_hash",
      sql`field_lists_id = encode(sha256(convert_to(
        to_json(returned)::text || E'\n' || to_json(masked)::text || E'\n' || to_json(refused)::text, 'UTF8')), 'base64')`,
    ),
  ],
);

/** Which sealed records are about one resident: the sealer's index, so that adding a record costs no more for it. */
export const lookedAt = audit.table(
  "looked_at",
  {
    pseudonym: text("pseudonym").notNull(),
    position: bigint("position", { mode: "bigint" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.pseudonym, table.position] })],
);

/** Signed proofs of which records there were; written by the sealer (hub/sealing) through a login of its own. */
export const seals = audit.table(
  "seals",
  {
    number: integer("number").primaryKey(),
    positions: positionSet("positions").notNull(),
    recordCount: integer("record_count").notNull(),
    root: text("root").notNull(),
    previousHash: text("previous_hash").notNull(),
    sealedAt: instant("sealed_at").notNull(),
    keyId: text("key_id").notNull(),
    signature: text("signature").notNull(),
    /** Hashes of the records, 32 bytes each: they tell which record was changed, where the root tells that one was. */
    leaves: bytes("leaves").notNull(),
    /** All records of transactions before this one are sealed. */
    completeBefore: transactionId("complete_before").notNull(),
    /** The newest transaction with a record in this seal. */
    lastTransaction: transactionId("last_transaction").notNull(),
  },
  (table) => [
    index("seals_positions").using("gist", table.positions),
    index("seals_last_transaction").on(table.lastTransaction),
  ],
);

/** Public keys of all seals. */
export const sealKeys = audit.table("seal_keys", {
  keyId: text("key_id").primaryKey(),
  jwk: text("jwk").notNull(),
  addedAt: instant("added_at")
    .notNull()
    .default(sql`clock_timestamp()`),
});

/**
 * Under which key residents have their pseudonyms, as a fingerprint that gives nothing of the key away. One row, which
 * hub/sealing writes and compares at every start; here for the migrations.
 * @public
 */
export const pseudonymKeys = audit.table(
  "pseudonym_keys",
  {
    isOnly: boolean("is_only").primaryKey().default(true),
    fingerprint: text("fingerprint").notNull(),
    addedAt: instant("added_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  () => [check("pseudonym_keys_is_only", sql`is_only`)],
);

/** Until when an order withholds looks, why, and who gave it. */
const ordered = {
  withheldUntil: instant("withheld_until").notNull(),
  reason: text("reason").notNull(),
  orderedBy: text("ordered_by").notNull(),
  orderedAt: instant("ordered_at")
    .notNull()
    .default(sql`clock_timestamp()`),
};

/** Orders of one auditor, from before it took two: read by a function of the database, and no longer added to. @public */
export const withholdings = audit.table(
  "withholdings",
  {
    withholdingId: uuid("withholding_id")
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    purpose: text("purpose").notNull(),
    ...ordered,
  },
  (table) => [index("withholdings_purpose").on(table.purpose)],
);

/** What a supervisor found of a look that somebody's duty was given for: one row, never changed. */
export const dutyJudgements = audit.table("duty_judgements", {
  recordId: uuid("record_id").primaryKey(),
  isJustified: boolean("is_justified").notNull(),
  note: text("note"),
  judgedBy: text("judged_by").notNull(),
  judgedAt: instant("judged_at")
    .notNull()
    .default(sql`clock_timestamp()`),
});

/** Orders that looks with one purpose, by viewers of some areas, be kept from residents; never changed. */
export const withholdingOrders = audit.table(
  "withholding_orders",
  {
    orderId: uuid("order_id")
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    position: bigserial("position", { mode: "bigint" }).notNull(),
    purpose: text("purpose").notNull(),
    areas: text("areas").array().notNull(),
    ...ordered,
  },
  (table) => [
    check("withholding_orders_within_a_year", sql`withheld_until <= ordered_at + interval '1 year'`),
    check("withholding_orders_no_item", sql`purpose ^@ 'case:' or purpose ^@ 'duty:' or purpose ^@ 'emergency:'`),
    index("withholding_orders_purpose").on(table.purpose),
  ],
);

/** What became of an order, each step once: another auditor confirmed it, an auditor ended it. */
export const withholdingSteps = audit.table(
  "withholding_steps",
  {
    orderId: uuid("order_id").notNull(),
    step: text("step").notNull(),
    takenBy: text("taken_by").notNull(),
    takenAt: instant("taken_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.step] }),
    check("withholding_steps_kinds", sql`step in ('CONFIRMED', 'ENDED')`),
  ],
);

/** What residents object to in looks at themselves. */
export const objections = audit.table(
  "objections",
  {
    objectionId: uuid("objection_id")
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    position: bigserial("position", { mode: "bigint" }).notNull(),
    recordId: uuid("record_id").notNull(),
    pseudonym: text("pseudonym").notNull(),
    /** The look's, which decides which auditors see it. */
    areaCode: areaCode("area_code").notNull(),
    reason: text("reason").notNull(),
    objectedAt: instant("objected_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    unique("objections_one_for_a_look").on(table.recordId, table.pseudonym),
    index("objections_position").on(table.position.desc()),
  ],
);

/** One answer for an objection, never changed. */
export const objectionAnswers = audit.table("objection_answers", {
  objectionId: uuid("objection_id").primaryKey(),
  answer: text("answer").notNull(),
  answeredBy: text("answered_by").notNull(),
  answeredAt: instant("answered_at")
    .notNull()
    .default(sql`clock_timestamp()`),
});

/** What the department tells others. @public */
export const outbox = outboxIn(audit);

/** Under which keys accounts have sent what. @public */
export const requestKeys = requestKeysIn(audit);
