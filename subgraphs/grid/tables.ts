import { sql } from "drizzle-orm";
import { check, index, pgSchema, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant } from "../shared/columns.ts";

import { inboxIn, outboxIn, requestKeysIn } from "../shared/write-tables.ts";

const grid = pgSchema("grid");

/** 18 digits by chance: an id that counted up would tell how many visits there are anywhere. */
const byChance = sql`random(100000000000000000, 999999999999999999)`;

/** Whom the grid may visit, and in which village they live; a visit takes its area from here and from nowhere else. */
export const residents = grid.table(
  "residents",
  {
    residentId: id("resident_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
  },
  (table) => [primaryKey({ columns: [table.residentId] }), index("residents_area_code").on(table.areaCode)],
);

export const visits = grid.table(
  "visits",
  {
    residentId: id("resident_id").notNull(),
    visitId: id("visit_id").notNull().default(byChance),
    areaCode: areaCode("area_code").notNull(),
    visitedOn: day("visited_on").notNull(),
    visitor: text("visitor").notNull(),
    kind: text("kind").notNull(),
    outcome: text("outcome").notNull(),
    note: text("note"),
    /** The account that recorded it, and the key under which it did; the same key again is the same visit. */
    recordedBy: text("recorded_by").notNull(),
    clientKey: text("client_key").notNull(),
    /** Hash of what was recorded, to tell the same visit sent twice from another one under its key. */
    contentHash: text("content_hash").notNull(),
    recordedAt: instant("recorded_at")
      .notNull()
      .default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.visitId] }),
    unique("visits_client_key").on(table.residentId, table.recordedBy, table.clientKey),
    index("visits_newest").on(table.residentId, table.visitedOn.desc(), table.visitId.desc()),
    index("visits_area_code").on(table.areaCode),
  ],
);

export const findings = grid.table(
  "findings",
  {
    residentId: id("resident_id").notNull(),
    visitId: id("visit_id").notNull(),
    findingId: id("finding_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    kind: text("kind").notNull(),
    severity: text("severity").notNull(),
    note: text("note"),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.visitId, table.findingId] }),
    index("findings_area_code").on(table.areaCode),
  ],
);

export const followUps = grid.table(
  "follow_ups",
  {
    residentId: id("resident_id").notNull(),
    visitId: id("visit_id").notNull(),
    followUpId: id("follow_up_id").notNull(),
    areaCode: areaCode("area_code").notNull(),
    kind: text("kind").notNull(),
    dueOn: day("due_on").notNull(),
    note: text("note"),
    doneOn: day("done_on"),
    result: text("result"),
    /** The account that completed it, and the key under which it did. */
    doneBy: text("done_by"),
    doneKey: text("done_key"),
    /** Hash of what was said of it, as of a visit. */
    doneHash: text("done_hash"),
    doneAt: instant("done_at"),
  },
  (table) => [
    primaryKey({ columns: [table.residentId, table.visitId, table.followUpId] }),
    index("follow_ups_area_code").on(table.areaCode),
    index("follow_ups_open")
      .on(table.areaCode, table.dueOn)
      .where(sql`done_on is null`),
    check("follow_ups_done_whole", sql`done_on is null or num_nulls(done_by, done_key, done_hash, done_at) = 0`),
  ],
);

/** Which events of others have been handled. @public */
export const inbox = inboxIn(grid);

/** What the department tells others. @public */
export const outbox = outboxIn(grid);

/** Under which keys accounts have sent what. @public */
export const requestKeys = requestKeysIn(grid);
