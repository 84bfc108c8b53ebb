import { sql } from "drizzle-orm";
import { changeOnce } from "../shared/change-once.ts";
import { isId, type LoaderContext } from "../shared/loader.ts";
import { defineRead, defineWrite, keyIn } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import { visibleHouseholds } from "./policies.ts";
import { households } from "./tables.ts";
import {
  type Entered,
  type Entry,
  events,
  holdResident,
  holdResidents,
  placeResidents,
  failure,
  requireAddress,
  requireDay,
  tellMove,
} from "./writes-register.ts";

export interface SplitHouseholdInput {
  readonly key: string;
  readonly residentIds: readonly string[];
  readonly changedOn: string;
}

export interface JoinHouseholdInput {
  readonly key: string;
  readonly residentId: string;
  readonly householdId: string;
  readonly changedOn: string;
  readonly reason: "MARRIAGE";
  /** Where the resident lives from then on; may be left out where the household is in the same division. */
  readonly address?: string | null;
  readonly expectedVersion?: number | null;
}

type Reason = "MOVE" | "SPLIT" | "MARRIAGE";

/** A household and where it is. */
export interface HouseholdEntry {
  readonly id: string;
  readonly areaCode: string;
}

const makeOne = defineWrite(
  { id: households.householdId },
  sql`insert into ${households} (area_code) values (${sql.placeholder("areaCode")}::text)`,
);
const heldById = defineRead(
  { id: households.householdId, areaCode: households.areaCode },
  sql`from ${households} where ${keyIn(households.householdId)} and ${visibleHouseholds} for update`,
);

/** Registers a household without members yet. */
export async function makeHousehold(transaction: Transaction, areaCode: string): Promise<HouseholdEntry> {
  const [made] = await transaction.run(makeOne, { areaCode });
  if (made === undefined) throw new Error("no household was made");
  return { id: made.id, areaCode };
}

/** Holds the household to be joined. */
export async function holdHousehold(transaction: Transaction, id: string): Promise<HouseholdEntry> {
  const [found] = isId(id) ? await transaction.run(heldById, { keys: [id] }) : [];
  if (found === undefined) {
    throw failure("NOT_FOUND", "There is no such household, or none you may see.", "householdId");
  }
  return found;
}

/** Tells that a resident belongs to another household; nothing where it is the same. */
export async function tellHousehold(
  transaction: Transaction,
  { id: residentId, householdId: fromHouseholdId }: Entry,
  { id: toHouseholdId, areaCode }: HouseholdEntry,
  reason: Reason,
  changedOn: string,
): Promise<void> {
  if (toHouseholdId === fromHouseholdId) return;
  const changed = { fromHouseholdId, toHouseholdId, reason, changedOn };
  await transaction.append(events.make("HouseholdChanged", { residentId, areaCode }, changed));
}

const MOST_MEMBERS = 50;

/** Some members of a household begin one of their own, in the same place. */
export function splitHousehold(context: LoaderContext, { key, ...content }: SplitHouseholdInput): Promise<Entered> {
  const { residentIds, changedOn } = content;
  const field = "residentIds";
  return changeOnce(context, { key, mutation: "splitHousehold", content }, async (transaction) => {
    if (residentIds.length > MOST_MEMBERS)
      throw failure("INVALID", `At most ${MOST_MEMBERS} begin a household.`, field);
    requireDay(changedOn, "changedOn");
    const leaving = await holdResidents(transaction, residentIds, field);
    const [first] = leaving;
    if (first?.householdId == null || leaving.some(({ householdId }) => householdId !== first.householdId)) {
      throw failure("INVALID", "They do not belong to one household.", field);
    }
    const begun = await makeHousehold(transaction, first.areaCode);
    await placeResidents(transaction, leaving, { areaCode: begun.areaCode, householdId: begun.id, address: null });
    for (const one of leaving) await tellHousehold(transaction, one, begun, "SPLIT", changedOn);
    return { residentId: first.id, residentIds: leaving.map(({ id }) => id) };
  });
}

/** A resident joins a household by marriage, and moves to where it is. */
export function joinHousehold(context: LoaderContext, { key, ...content }: JoinHouseholdInput): Promise<Entered> {
  const { residentId, householdId, changedOn, reason, expectedVersion } = content;
  return changeOnce(context, { key, mutation: "joinHousehold", content }, async (transaction) => {
    const entry = await holdResident(transaction, residentId, expectedVersion, "residentId");
    requireDay(changedOn, "changedOn", entry.birthOn);
    if (entry.householdId === householdId) {
      throw failure("NO_CHANGE", "The resident belongs to it.", "householdId");
    }
    const joined = await holdHousehold(transaction, householdId);
    const { areaCode } = joined;
    const isMove = areaCode !== entry.areaCode;
    const address = isMove || content.address != null ? requireAddress(content.address ?? "") : null;
    await placeResidents(transaction, [entry], { areaCode, householdId: joined.id, address });
    if (isMove) await tellMove(transaction, entry, areaCode, changedOn);
    await tellHousehold(transaction, entry, joined, reason, changedOn);
    return { residentId: entry.id, residentIds: [entry.id] };
  });
}
