import { sql } from "drizzle-orm";
import { changeOnce } from "../shared/change.ts";
import { isId, type LoaderContext } from "../shared/loader.ts";
import { claimsAreSet, defineRead, defineWrite, keyIn } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import { households, residents } from "./tables.ts";
import {
  type Entry,
  events,
  holdMembers,
  holdResident,
  refused,
  type RegisterErrorCode,
  requireAddress,
  requireDay,
  requireVillage,
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

const moveResidents = defineWrite(
  { id: residents.residentId },
  sql`update ${residents} set area_code = ${sql.placeholder("areaCode")}::text, address = ${sql.placeholder("address")}::text,
    household_id = ${sql.placeholder("householdId")}::bigint, version = version + 1 where ${keyIn(residents.residentId)}`,
);
const moveHousehold = defineWrite(
  { id: households.householdId },
  sql`update ${households} set area_code = ${sql.placeholder("areaCode")}::text
    where ${households.householdId} = ${sql.placeholder("householdId")}::bigint`,
);
const makeHousehold = defineWrite(
  { id: households.householdId },
  sql`insert into ${households} (area_code) values (${sql.placeholder("areaCode")}::text)`,
);
const householdThere = defineRead(
  { id: households.householdId },
  sql`from ${households} where ${households.householdId} = ${sql.placeholder("householdId")}::bigint
    and ${households.areaCode} = ${sql.placeholder("areaCode")}::text and ${claimsAreSet} for update`,
);

/**
 * Enters a move: of one resident into another household or one of the own, or of a whole household. Both ends lie in the
 * officer's areas, so nobody is fetched from where the officer sees nobody, or sent to where nobody expects them
 * (docs/adr/0082).
 */
export function recordMove(context: LoaderContext, { key, ...input }: RecordMoveInput) {
  const request = { key, mutation: "recordMove", content: input };
  return changeOnce<{ residentId: string }, RegisterErrorCode>(context, request, async (transaction) => {
    const address = requireAddress(input.address);
    await requireVillage(transaction, input.areaCode, context.viewer);
    const entry = await holdResident(transaction, input.residentId, input.expectedVersion, "input.residentId");
    requireDay(input.movedOn, "input.movedOn", entry.birthOn);
    if (entry.areaCode === input.areaCode)
      throw refused("NO_CHANGE", "input.areaCode", "The resident is registered there.");
    const { movers, householdId } = input.isWholeHousehold
      ? await moveHouseholdOf(transaction, entry, input)
      : { movers: [entry], householdId: await findHousehold(transaction, input) };
    const keys = movers.map(({ id }) => id);
    await transaction.run(moveResidents, { keys, areaCode: input.areaCode, address, householdId });
    for (const mover of movers) await tell(transaction, mover, input, householdId);
    return { residentId: entry.id };
  });
}

/** The household moves, and all who belong to it. */
async function moveHouseholdOf(transaction: Transaction, { householdId }: Entry, input: Move) {
  if (input.householdId != null) throw refused("INVALID", "input.householdId", "A whole household keeps its own.");
  if (householdId === null) throw refused("INVALID", "input.isWholeHousehold", "The resident belongs to no household.");
  const movers = await holdMembers(transaction, householdId);
  await transaction.run(moveHousehold, { householdId, areaCode: input.areaCode });
  return { movers, householdId };
}

/** The household a resident joins there, or a new one. */
async function findHousehold(transaction: Transaction, { householdId, areaCode }: Move): Promise<string> {
  if (householdId == null) {
    const [made] = await transaction.run(makeHousehold, { areaCode });
    return (made as { id: string }).id;
  }
  const [found] = isId(householdId) ? await transaction.run(householdThere, { householdId, areaCode }) : [];
  if (found === undefined)
    throw refused("NOT_FOUND", "input.householdId", "There is no such household in that division.");
  return found.id;
}

async function tell(
  transaction: Transaction,
  { id: residentId, areaCode: fromAreaCode, householdId: fromHouseholdId }: Entry,
  { areaCode, movedOn }: Move,
  toHouseholdId: string,
): Promise<void> {
  const about = { residentId, areaCode };
  await transaction.append(events.make("ResidentMoved", about, { fromAreaCode, movedOn }));
  if (toHouseholdId === fromHouseholdId) return;
  const changed = { fromHouseholdId, toHouseholdId, reason: "MOVE", changedOn: movedOn };
  await transaction.append(events.make("HouseholdChanged", about, changed));
}
