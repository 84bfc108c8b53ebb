import { sql } from "drizzle-orm";
import { changeOnce } from "../shared/change-once.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { normalizeName } from "../shared/person-name.ts";
import { defineWrite } from "../shared/read.ts";
import { residents } from "./tables.ts";
import { countingTaken, requireFreeNumber, requireNumberOf, requireOwnNumber } from "./writes-birth-numbers.ts";
import { holdHousehold } from "./writes-households.ts";
import { type Entered, events, failure, requireAddress, requireDay } from "./writes-register.ts";

export interface RegisterBirthInput {
  readonly key: string;
  readonly householdId: string;
  readonly name: string;
  readonly idNumber: string;
  readonly bornOn: string;
  readonly sex: "MALE" | "FEMALE";
  readonly address: string;
}

const enterBirth = defineWrite(
  { id: residents.residentId },
  sql`insert into ${residents} (area_code, household_id, name, name_initials, other_name_initials, id_number, sex_code,
    birth_on, address) values (
    ${sql.placeholder("areaCode")}::text, ${sql.placeholder("householdId")}::bigint, ${sql.placeholder("name")}::text,
    ${sql.placeholder("initials")}::text, ${sql.placeholder("otherInitials")}::text, ${sql.placeholder("idNumber")}::text, ${sql.placeholder("sexCode")}::integer, ${sql.placeholder("bornOn")}::date,
    ${sql.placeholder("address")}::text)`,
);

const LONGEST_NAME = 100;

/** Enters a birth in a household: the child is registered where it is. */
export function registerBirth(context: LoaderContext, { key, ...content }: RegisterBirthInput): Promise<Entered> {
  const { householdId, idNumber, bornOn, sex } = content;
  const sexCode = sex === "MALE" ? 1 : 2;
  const enter = () =>
    changeOnce(context, { key, mutation: "registerBirth", content }, async (transaction) => {
      const [name, address] = [requireName(content.name), requireAddress(content.address)];
      requireDay(bornOn, "bornOn");
      requireOwnNumber(idNumber, bornOn, sexCode);
      const { id, areaCode } = await holdHousehold(transaction, householdId);
      await requireNumberOf(transaction, idNumber, areaCode, context.takesSynthetic);
      await requireFreeNumber(transaction, idNumber);
      const { initials, otherInitials } = await initialsOf(name);
      const values = { areaCode, householdId: id, name, initials, otherInitials, idNumber, sexCode, bornOn, address };
      const [born] = await transaction.run(enterBirth, values);
      if (born === undefined) throw new Error("no birth was entered");
      const about = { residentId: born.id, areaCode };
      await transaction.append(events.make("ResidentBorn", about, { bornOn, householdId: id }));
      return { residentId: born.id, residentIds: [born.id] };
    });
  return countingTaken(context, idNumber, enter);
}

/** The readings of all characters are large, and most processes enter no birth. */
async function initialsOf(name: string) {
  const { nameInitials } = await import("../shared/name-initials.ts");
  return nameInitials(name);
}

function requireName(given: string): string {
  const name = normalizeName(given);
  if (name === "" || [...name].length > LONGEST_NAME || /[\p{Cc}\p{Cs}]/u.test(name)) {
    throw failure("INVALID", `A name has 1 to ${LONGEST_NAME} characters that can be read.`, "name");
  }
  return name;
}
