import { sql } from "drizzle-orm";
import { requireVersion } from "../shared/change-once.ts";
import { dayInChina } from "../shared/day-in-china.ts";
import { defineFailures } from "../shared/expected-failure.ts";
import { readEvents } from "../shared/department-events.ts";
import { isId } from "../shared/loader.ts";
import { defineRead, defineWrite, keyIn, type RowOf } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import { type Viewer, visibleRowsOf } from "../shared/viewer.ts";
import { visibleResidents } from "./policies.ts";
import { areas, residents } from "./tables.ts";

/** Why nothing was entered; the codes of `RegisterErrorCode`. */
export const failure = defineFailures({
  NOT_FOUND: null,
  CONFLICT: "CONFLICT",
  INVALID: "BAD_USER_INPUT",
  UNKNOWN_AREA: "BAD_USER_INPUT",
  OUTSIDE_AREA: "BAD_USER_INPUT",
  DECEASED: "CONFLICT",
  NUMBER_TAKEN: "CONFLICT",
  NO_CHANGE: "CONFLICT",
});

/** What came of an entry: whom it shows, and everybody it is about. */
export interface Entered {
  readonly residentId: string;
  readonly residentIds: readonly string[];
}

export const events = readEvents(import.meta.url);

const entryColumns = {
  id: residents.residentId,
  areaCode: residents.areaCode,
  householdId: residents.householdId,
  birthOn: residents.birthOn,
  diedOn: residents.diedOn,
  version: residents.version,
};
export type Entry = RowOf<typeof entryColumns>;

// In one order, so that two changes of the same people wait for each other and never both ways round.
const locked = sql`order by ${residents.residentId} for update`;

const entriesById = defineRead(
  entryColumns,
  sql`from ${residents} where ${keyIn(residents.residentId)} and ${visibleResidents} ${locked}`,
);
const entriesOfHousehold = defineRead(
  entryColumns,
  sql`from ${residents} where ${residents.householdId} = ${sql.placeholder("householdId")}::bigint
    and ${visibleResidents} ${locked}`,
);

/** The entry of one resident, held against other changes until this one is done. */
export async function holdResident(
  transaction: Transaction,
  id: string,
  expectedVersion: number | null | undefined,
  field: string,
): Promise<Entry> {
  const [entry] = isId(id) ? await transaction.run(entriesById, { keys: [id] }) : [];
  if (entry === undefined) throw failure("NOT_FOUND", "There is no such resident, or none you may see.", field);
  requireVersion(entry.version, expectedVersion);
  if (entry.diedOn !== null) throw failure("DECEASED", "The resident has died: the entry is closed.", field);
  return entry;
}

/** The entries of several residents, held; failure as a whole where one of them can't be changed. */
export async function holdResidents(
  transaction: Transaction,
  ids: readonly string[],
  field: string,
): Promise<readonly Entry[]> {
  const keys = [...new Set(ids)];
  const entries = keys.every(isId) ? await transaction.run(entriesById, { keys }) : [];
  if (entries.length < keys.length) {
    throw failure("NOT_FOUND", "There is no such resident, or none you may see.", field);
  }
  if (entries.some(({ diedOn }) => diedOn !== null)) throw failure("DECEASED", "One of them has died.", field);
  return entries;
}

/** Everybody of a household, held; also those who have died. */
export function holdMembers(transaction: Transaction, householdId: string): Promise<readonly Entry[]> {
  return transaction.run(entriesOfHousehold, { householdId });
}

const place = defineWrite(
  { id: residents.residentId },
  sql`update ${residents} set area_code = ${sql.placeholder("areaCode")}::text,
    household_id = ${sql.placeholder("householdId")}::bigint,
    address = coalesce(${sql.placeholder("address")}::text, address), version = version + 1
    where ${keyIn(residents.residentId)}`,
);

export interface Place {
  readonly areaCode: string;
  readonly householdId: string;
  /** Null where it stays as it is. */
  readonly address: string | null;
}

/** Registers residents in a household, which is where they are registered. Who has died lives nowhere else. */
export async function placeResidents(
  transaction: Transaction,
  entries: readonly Entry[],
  { areaCode, householdId, address }: Place,
): Promise<void> {
  const [living, dead] = [idsOf(entries, true), idsOf(entries, false)];
  await transaction.run(place, { keys: living, areaCode, householdId, address });
  if (dead.length > 0) await transaction.run(place, { keys: dead, areaCode, householdId, address: null });
}

function idsOf(entries: readonly Entry[], areAlive: boolean): string[] {
  return entries.filter(({ diedOn }) => (diedOn === null) === areAlive).map(({ id }) => id);
}

/** Tells that a resident is registered in another division. */
export async function tellMove(
  transaction: Transaction,
  { id: residentId, areaCode: fromAreaCode }: Entry,
  areaCode: string,
  movedOn: string,
): Promise<void> {
  await transaction.append(events.make("ResidentMoved", { residentId, areaCode }, { fromAreaCode, movedOn }));
}

const villageInForce = defineRead(
  { code: areas.code },
  sql`from ${areas} where ${areas.code} = ${sql.placeholder("code")}::text
    and (${areas.validToOn} is null or ${areas.validToOn} > ${sql.placeholder("today")}::date)
    and (${areas.validFromOn} is null or ${areas.validFromOn} <= ${sql.placeholder("today")}::date)`,
);

const VILLAGE = /^\d{12}$/;

/** Where somebody can be registered: a village or community in force, in the areas of the account. */
export async function requireVillage(transaction: Transaction, code: string, viewer: Viewer): Promise<void> {
  const field = "areaCode";
  if (!VILLAGE.test(code)) throw failure("UNKNOWN_AREA", "A village or community has a code of 12 digits.", field);
  if (!visibleRowsOf(viewer).areas.some((area) => code.startsWith(area))) {
    throw failure("OUTSIDE_AREA", "The division is not in your areas: an officer of a larger one enters it.", field);
  }
  const [found] = await transaction.run(villageInForce, { code, today: dayInChina() });
  if (found === undefined) throw failure("UNKNOWN_AREA", "There is no such village or community now.", field);
}

/** A day that has come, and not before somebody's birth. */
export function requireDay(day: string, field: string, birthOn?: string): void {
  if (day > dayInChina()) throw failure("INVALID", "The day has not come yet.", field);
  if (birthOn !== undefined && day < birthOn)
    throw failure("INVALID", "The day is before the resident's birth.", field);
}

const LONGEST_ADDRESS = 300;

/** An address as it is kept, on one line. */
export function requireAddress(given: string): string {
  const address = given.normalize("NFC").replace(/\s+/g, " ").trim();
  if (address === "" || [...address].length > LONGEST_ADDRESS || /[\p{Cc}\p{Cs}]/u.test(address)) {
    throw failure("INVALID", `An address has 1 to ${LONGEST_ADDRESS} characters on one line.`, "address");
  }
  return address;
}
