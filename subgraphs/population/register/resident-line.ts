import { faultOfIdNumber, isSynthetic } from "../../shared/id-number.ts";
import { normalizeName } from "../../shared/person-name.ts";
import { isRealDay } from "../../shared/scalars.ts";
import type { ResidentColumn } from "./columns.ts";

/** A resident as the register keeps one. */
export interface RegisteredResident {
  readonly idNumber: string;
  readonly name: string;
  readonly sexCode: 1 | 2;
  /** YYYY-MM-DD */
  readonly birthOn: string;
  readonly areaCode: string;
  readonly householdId: string | null;
  readonly phone: string | null;
  readonly address: string;
  /** YYYY-MM-DD; null while alive, and where the file does not say. */
  readonly diedOn: string | null;
}

export interface ResidentRules {
  /** Divisions in force, villages or communities: where a resident is registered. */
  readonly isVillage: (code: string) => boolean;
  /** False where real people are: the prefix 3299 is no city, and its numbers are made up. */
  readonly takesSynthetic: boolean;
  /** YYYY-MM-DD; nobody is born or dies after it. */
  readonly today: string;
}

export type ReadResident =
  | { readonly resident: RegisteredResident; readonly faults: readonly [] }
  | { readonly resident: null; readonly faults: readonly string[] };

const SEXES: Readonly<Record<string, 1 | 2>> = { "1": 1, 男: 1, male: 1, m: 1, "2": 2, 女: 2, female: 2, f: 2 };
const LONGEST_NAME = 100;
const LONGEST_ADDRESS = 300;
// A control character, or half of a character that takes two.
const NO_TEXT = /[\p{Cc}\p{Cs}\uFFFD]/u;

/** Reads one line, and says of every column what is wrong with it. No fault repeats a value: it is somebody's. */
export function readResident(
  valueOf: (column: ResidentColumn) => string | null,
  { isVillage, takesSynthetic, today }: ResidentRules,
): ReadResident {
  const faults: string[] = [];
  const text = (column: ResidentColumn, label: string, longest: number): string => {
    const value = tidy(valueOf(column) ?? "");
    if (value === "") faults.push(`${label} is empty`);
    else if (value.length > longest) faults.push(`${label} is longer than ${longest} characters`);
    else if (NO_TEXT.test(value)) faults.push(`${label} holds characters that are no text`);
    return value;
  };

  const idNumber = tidy(valueOf("idNumber") ?? "").toUpperCase();
  const fault = idNumber === "" ? "it is empty" : faultOfIdNumber(idNumber);
  const birthOn = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  const sexCode = Number(idNumber[16]) % 2 === 1 ? 1 : 2;
  if (fault !== null) faults.push(`id_number: ${fault}`);
  else {
    if (birthOn > today) faults.push("id_number: its day of birth is yet to come");
    if (isSynthetic(idNumber) && !takesSynthetic) {
      faults.push("id_number: it is made up (3299), and this hub keeps real people");
    }
    const sex = valueOf("sex");
    const given = sex === null ? sexCode : SEXES[tidy(sex).toLowerCase()];
    if (given === undefined) faults.push("sex_code must be 1 or 2, 男 or 女");
    else if (given !== sexCode) faults.push("sex_code is not the one of the id_number");
    const day = valueOf("birthOn");
    if (day !== null && readDay(tidy(day)) !== birthOn) faults.push("birth_on is not the day of the id_number");
  }

  const areaCode = tidy(valueOf("areaCode") ?? "");
  if (!/^\d{12}$/.test(areaCode)) faults.push("area_code must be the 12 digits of a village or community");
  else if (!isVillage(areaCode)) faults.push("area_code is of no division in force: import areas first, or correct it");

  const household = tidy(valueOf("householdId") ?? "");
  if (household !== "" && !/^[1-9]\d{0,17}$/.test(household)) {
    faults.push("household_id must be a number of 1 to 18 digits, or empty");
  }
  const phone = tidy(valueOf("phone") ?? "");
  if (phone !== "" && !/^\+?\d[\d -]{3,18}\d$/.test(phone)) faults.push("phone must be 5 to 20 digits, or empty");

  const died = tidy(valueOf("diedOn") ?? "");
  const diedOn = died === "" ? null : readDay(died);
  if (died !== "" && (diedOn === null || !isRealDay(diedOn))) faults.push("died_on is not a date");
  else if (diedOn !== null && diedOn > today) faults.push("died_on is yet to come");
  else if (diedOn !== null && fault === null && diedOn < birthOn) faults.push("died_on is before the day of birth");

  const written = text("name", "name", LONGEST_NAME);
  const name = normalizeName(written);
  if (written !== "" && name === "") faults.push("name holds nothing that can be read");
  const address = text("address", "address", LONGEST_ADDRESS);
  if (faults.length > 0) return { resident: null, faults };
  const householdId = household === "" ? null : household;
  const resident = { idNumber, name, sexCode, birthOn, areaCode, householdId, address, diedOn } as const;
  return { resident: { ...resident, phone: phone === "" ? null : phone }, faults: [] };
}

/**
 * One form of what can be written in several: composed characters, ASCII for full-width letters and digits, one blank
 * between words. What is stored is compared byte for byte when somebody is looked for.
 */
function tidy(value: string): string {
  const narrow = value.replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g, (wide) =>
    String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
  return narrow.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** 2001-02-03, 2001/2/3, 20010203 or 2001年2月3日 as 2001-02-03; null for anything else. */
function readDay(text: string): string | null {
  const [, year, month, day] =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
