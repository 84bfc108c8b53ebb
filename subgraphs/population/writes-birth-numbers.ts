import { sql } from "drizzle-orm";
import { AREA_DIGITS } from "../shared/area.ts";
import { ExpectedFailure } from "../shared/expected-failure.ts";
import { isSynthetic } from "../shared/id-number.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import { countLookup, requireLookups } from "./loaders-lookup.ts";
import { areas } from "./tables.ts";
import { failure } from "./writes-register.ts";

const FIELD = "idNumber";

const taken = defineRead(
  { isTaken: sql<boolean>`found.is_taken` },
  sql`from population.is_registered(${sql.placeholder("idNumber")}::text) as found(is_taken) where ${claimsAreSet}`,
);
const becameCounty = defineRead(
  { code: areas.code },
  sql`from ${areas} where ${areas.code} = ${sql.placeholder("code")}::text
    and ${areas.successorCode} = ${sql.placeholder("county")}::text and ${claimsAreSet}`,
);

/** An identity number says the day of birth, and the sex in its last but one digit (GB 11643). */
export function requireOwnNumber(idNumber: string, bornOn: string, sexCode: number): void {
  const isOfDay = idNumber.slice(6, 14) === bornOn.replaceAll("-", "");
  const isOfSex = Number(idNumber[16]) % 2 === sexCode % 2;
  if (isOfDay && isOfSex) return;
  throw failure("INVALID", "The number is of another day of birth, or of the other sex.", FIELD);
}

/**
 * A number given at birth begins with the county that gives it, by its code of today or the one before. So nobody finds out
 * by entering births who is registered in another county (docs/adr/0084). Made-up ones are of no county.
 */
export async function requireNumberOf(
  transaction: Transaction,
  idNumber: string,
  areaCode: string,
  takesSynthetic: boolean,
): Promise<void> {
  if (isSynthetic(idNumber)) {
    if (takesSynthetic) return;
    throw failure("INVALID", "The number is made up (3299), and this hub keeps real people.", FIELD);
  }
  const [code, county] = [idNumber.slice(0, AREA_DIGITS.COUNTY), areaCode.slice(0, AREA_DIGITS.COUNTY)];
  if (code === county) return;
  const [before] = await transaction.run(becameCounty, { code, county });
  if (before === undefined) throw failure("INVALID", "The number is of another county than the household.", FIELD);
}

/** Of two births under one number at once, the second waits. */
export async function requireFreeNumber(transaction: Transaction, idNumber: string): Promise<void> {
  const [found] = await transaction.run(taken, { idNumber });
  if (found?.isTaken !== false) throw failure("NUMBER_TAKEN", "Somebody has this number already.", FIELD);
}

/** Counts each answer that a number is taken as a look-up that missed, and lets nobody go on who has missed too often. */
export async function countingTaken<Result>(
  context: LoaderContext,
  idNumber: string,
  enter: () => Promise<Result>,
): Promise<Result> {
  await requireLookups(context, idNumber);
  try {
    return await enter();
  } catch (error) {
    const isTaken = error instanceof ExpectedFailure && error.errors.some(({ code }) => code === "NUMBER_TAKEN");
    if (isTaken) await countLookup(context, idNumber);
    throw error;
  }
}
