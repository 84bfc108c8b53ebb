import { sql } from "drizzle-orm";
import { changeOnce } from "../shared/change-once.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { defineWrite } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import { households } from "./tables.ts";
import { holdHousehold, type HouseholdEntry, makeHousehold, tellHousehold } from "./writes-households.ts";
import {
  type Entered,
  type Entry,
  holdMembers,
  holdResident,
  placeResidents,
  failure,
  requireAddress,
  requireDay,
  requireVillage,
  tellMove,
} from "./writes-register.ts";

export interface RecordMoveInput {
  readonly key: string;
  readonly residentId: string;
  readonly areaCode: string;
  readonly address: string;
  readonly movedOn: string;
  readonly isWholeHousehold: boolean;
  readonly householdId?: string | null;
  readonly expectedVersion?: number | null;
}

type Move = Omit<RecordMoveInput, "key">;

const moveHousehold = defineWrite(
  { id: households.householdId },
  sql`update ${households} set area_code = ${sql.placeholder("areaCode")}::text
    where ${households.householdId} = ${sql.placeholder("householdId")}::bigint`,
);

/**
 * Enters a move: of one resident into another household or one of the own, or of a whole household. Both ends lie in the
 * officer's areas, so nobody is fetched from where the officer sees nobody, or sent to where nobody expects them
 * (docs/adr/0082).
 */
export function recordMove(context: LoaderContext, { key, ...content }: RecordMoveInput): Promise<Entered> {
  const { residentId, areaCode, movedOn, expectedVersion, isWholeHousehold } = content;
  return changeOnce(context, { key, mutation: "recordMove", content }, async (transaction) => {
    const address = requireAddress(content.address);
    await requireVillage(transaction, areaCode, context.viewer);
    const entry = await holdResident(transaction, residentId, expectedVersion, "residentId");
    requireDay(movedOn, "movedOn", entry.birthOn);
    if (entry.areaCode === areaCode) throw failure("NO_CHANGE", "The resident is registered there.", "areaCode");
    const move = isWholeHousehold ? moveHouseholdOf : moveAlone;
    const { movers, household } = await move(transaction, entry, content);
    await placeResidents(transaction, movers, { areaCode, householdId: household.id, address });
    for (const mover of movers) {
      await tellMove(transaction, mover, areaCode, movedOn);
      await tellHousehold(transaction, mover, household, "MOVE", movedOn);
    }
    return { residentId: entry.id, residentIds: movers.map(({ id }) => id) };
  });
}

interface Moving {
  readonly movers: readonly Entry[];
  readonly household: HouseholdEntry;
}

/**
 * The household moves, and all who belong to it: also who has died, since the others see to what is left to do. It is held
 * first, so that nobody joins or is born where it is no more.
 */
async function moveHouseholdOf(transaction: Transaction, { householdId }: Entry, move: Move): Promise<Moving> {
  const { areaCode } = move;
  if (move.householdId != null) throw failure("INVALID", "A whole household keeps its own.", "householdId");
  if (householdId === null) {
    throw failure("INVALID", "The resident belongs to no household.", "isWholeHousehold");
  }
  await holdHousehold(transaction, householdId);
  const movers = await holdMembers(transaction, householdId);
  await transaction.run(moveHousehold, { householdId, areaCode });
  return { movers, household: { id: householdId, areaCode } };
}

/** The resident joins a household there, or begins one. */
async function moveAlone(transaction: Transaction, entry: Entry, { householdId, areaCode }: Move): Promise<Moving> {
  if (householdId == null) return { movers: [entry], household: await makeHousehold(transaction, areaCode) };
  const household = await holdHousehold(transaction, householdId);
  if (household.areaCode !== areaCode) {
    throw failure("INVALID", "The household is in another division than the resident moves to.", "householdId");
  }
  return { movers: [entry], household };
}
