import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, pgSchema, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { areaCode, day, id, instant, orderedText } from "../shared/columns.ts";
import { deliveriesIn, outboxIn, requestKeysIn } from "../shared/write-tables.ts";

const population = pgSchema("population");

/** 18 digits by chance: an id that counted up would tell how many there are anywhere. */
const byChance = sql`random(100000000000000000, 499999999999999999)`;

/** Divisions: public, the same for every viewer. */
export const areas = population.table("areas", {
  code: areaCode("code").primaryKey(),
  name: text("name").notNull(),
  parentCode: areaCode("parent_code"),
  /** Null for a code that was in force before the list begins. */
  validFromOn: day("valid_from_on"),
  /** The first day the code is no longer in force; null while it is. */
  validToOn: day("valid_to_on"),
  /** The code that took its place. */
  successorCode: areaCode("successor_code"),
});

/** Where services are given. Public, the same for every viewer; a centre is no division, and serves one or several. */
export const serviceCentres = population.table("service_centres", {
  /** Ten digits, as no division has: the county, and a number in it. */
  code: orderedText("code").primaryKey(),
  name: text("name").notNull(),
  /** The smallest division it stands in. */
  standsIn: areaCode("stands_in").notNull(),
  address: text("address"),
  openingHours: text("opening_hours"),
});

/** Which townships a centre serves: some centres serve several, some townships have several centres. */
export const centreTownships = population.table(
  "centre_townships",
  {
    centreCode: orderedText("centre_code").notNull(),
    townshipCode: areaCode("township_code").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.centreCode, table.townshipCode] }),
    index("centre_townships_township_code").on(table.townshipCode, table.centreCode),
  ],
);

export const residents = population.table(
  "residents",
  {
    residentId: id("resident_id").notNull().default(byChance),
    areaCode: areaCode("area_code").notNull(),
    householdId: id("household_id"),
    name: orderedText("name").notNull(),
    /** First letters of the name's pinyin, `wrx` for 万仁兴; empty when nobody has worked them out. */
    nameInitials: orderedText("name_initials").notNull().default(""),
    /** The same with the other reading of the surname, `dxh` for 单晓红; null when it has one reading only. */
    otherNameInitials: orderedText("other_name_initials"),
    idNumber: text("id_number").notNull(),
    phone: text("phone"),
    /** 1 male, 2 female (GB/T 2261.1). */
    sexCode: integer("sex_code").notNull(),
    birthOn: day("birth_on").notNull(),
    address: text("address").notNull(),
    diedOn: day("died_on"),
    /** Counts the changes of the entry. */
    version: integer("version").notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.residentId] }),
    // A page is a range of the first two; names are compared inside the index, before any row is fetched.
    index("residents_area_code_name").on(table.areaCode, table.residentId, table.name, table.nameInitials),
    // Few surnames have two readings: the index of those who bear one is small.
    index("residents_area_code_other_name_initials")
      .on(table.areaCode, table.residentId, table.otherNameInitials)
      .where(sql`other_name_initials is not null`),
    index("residents_id_number").on(table.idNumber),
    index("residents_household_id").on(table.householdId),
    check("residents_name_normalized", sql`name is nfc normalized`),
  ],
);

export const households = population.table("households", {
  householdId: id("household_id").primaryKey().default(byChance),
  areaCode: areaCode("area_code").notNull(),
});

/** Requests to see one resident outside the requester's areas for half an hour. Times are the database's own. */
export const emergencyAccesses = population.table(
  "emergency_accesses",
  {
    accessId: uuid("access_id")
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    /** Order of asking. */
    position: bigserial("position", { mode: "bigint" }).notNull(),
    requestedBy: text("requested_by").notNull(),
    /** The first of the requester's areas, which decides who may confirm. */
    areaCode: areaCode("area_code").notNull(),
    /** Whom it opens; 0, which is nobody, when no resident has the number that was given. */
    subjectId: id("subject_id").notNull(),
    reason: text("reason").notNull(),
    requestedAt: instant("requested_at").notNull(),
    /** From then on it cannot be confirmed any more. */
    lapsesAt: instant("lapses_at").notNull(),
    confirmedBy: text("confirmed_by"),
    confirmedAt: instant("confirmed_at"),
    endsAt: instant("ends_at"),
  },
  (table) => [
    index("emergency_accesses_position").on(table.position.desc()),
    index("emergency_accesses_requested_by").on(table.requestedBy, table.lapsesAt),
    check("emergency_accesses_two_persons", sql`confirmed_by <> requested_by`),
    check("emergency_accesses_confirmed_whole", sql`num_nulls(confirmed_by, confirmed_at, ends_at) in (0, 3)`),
  ],
);

/** Who had a hand in making the account that asks (docs/adr/0056); no row where nobody did lately. */
export const emergencyRequesters = population.table("emergency_requesters", {
  accessId: uuid("access_id").primaryKey(),
  makers: text("makers").array().notNull(),
  notedAt: instant("noted_at")
    .notNull()
    .default(sql`clock_timestamp()`),
});

/** Who confirmed first where a third person has to confirm as well (docs/adr/0068); no row for other requests. */
export const emergencyFirstConfirmations = population.table("emergency_first_confirmations", {
  accessId: uuid("access_id").primaryKey(),
  /** That of the request. */
  areaCode: areaCode("area_code").notNull(),
  confirmedBy: text("confirmed_by").notNull(),
  /** Who had a hand in making that account. */
  makers: text("makers").array().notNull(),
  confirmedAt: instant("confirmed_at")
    .notNull()
    .default(sql`clock_timestamp()`),
});

/** How long and how often, with the reason for each. The same for everybody. */
export const emergencyRules = population.table("emergency_rules", {
  name: text("name").primaryKey(),
  value: integer("value").notNull(),
  reason: text("reason").notNull(),
});

/** How many look-ups may miss, with the reason for each. The same for everybody; functions of the database read it. @public */
export const lookupRules = population.table("lookup_rules", {
  name: text("name").primaryKey(),
  value: integer("value").notNull(),
  reason: text("reason").notNull(),
});

/** Under which the hashes below are made: one row, never changed. @public */
export const lookupKeys = population.table("lookup_keys", { key: text("key").primaryKey() });

/** Exact look-ups that found nobody, as keyed hashes; functions of the database write and count them. @public */
export const missedLookups = population.table(
  "missed_lookups",
  {
    missId: bigserial("miss_id", { mode: "bigint" }).primaryKey(),
    missedAt: instant("missed_at")
      .notNull()
      .default(sql`clock_timestamp()`),
    account: text("account").notNull(),
    numberHash: text("number_hash").notNull(),
    /** Of the first fourteen digits: the place and day of birth. */
    prefixHash: text("prefix_hash").notNull(),
  },
  (table) => [
    index("missed_lookups_account").on(table.account, table.missedAt),
    index("missed_lookups_prefix").on(table.prefixHash, table.missedAt),
  ],
);

/** What the department tells others; `events.graphql` says what there can be. @public */
export const outbox = outboxIn(population);

/** Under which keys officers have sent what. @public */
export const requestKeys = requestKeysIn(population);

/** Which events each hearer has been told. @public */
export const eventDeliveries = deliveriesIn(population);
