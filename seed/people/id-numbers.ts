import { idNumberCheck } from "../../subgraphs/shared/id-number.ts";
import { addYears, type Day, dayText } from "../draw/calendar.ts";
import type { Sex, World } from "./person.ts";

// 3299 is no city, so no number below can be a real person's. 329999 is kept for the named demo residents.
const PREFIX = "3299";
const FIRST_COUNTY = 1;
const COUNTIES = 98;
const SEQUENCES = 499;
const SLOTS = COUNTIES * SEQUENCES;
const DAYS = 365;

/** Above this, two persons would get the same identity number. */
export const MAX_RESIDENTS = SLOTS * DAYS;

// Has no common factor with SLOTS, so that neighbours get numbers far apart and all slots are used.
const STEP = 31_469;

/** The place of a person among the numbers of one birth date and sex. */
function slotOf(world: World, index: number): number {
  return (index * STEP + (world.seed % SLOTS)) % SLOTS;
}

/**
 * The birth date of a person who is `age` years old. Persons who share a slot get days that differ modulo 365,
 * so that a date, a sex and a slot name one person, without a list of the numbers given out.
 */
export function birthOfAge(world: World, index: number, age: number): Day {
  const slot = slotOf(world, index);
  const remainder = (Math.floor(index / SLOTS) + (scramble(slot ^ world.seed) % DAYS)) % DAYS;
  const latest = addYears(world.today, -age);
  return latest - ((((latest - remainder) % DAYS) + DAYS) % DAYS);
}

export function idNumberOf(world: World, index: number, birth: Day, sex: Sex): string {
  const slot = slotOf(world, index);
  const county = FIRST_COUNTY + Math.floor(slot / SEQUENCES);
  return idNumber(String(county).padStart(2, "0"), birth, (slot % SEQUENCES) * 2 + sex);
}

/** The number of a named demo resident; `order` tells those apart who share a birth date and sex. */
export function demoIdNumber(birth: Day, sex: Sex, order: number): string {
  return idNumber("99", birth, order * 2 + sex);
}

function idNumber(county: string, birth: Day, sequence: number): string {
  const body = `${PREFIX}${county}${dayText(birth).replaceAll("-", "")}${String(sequence).padStart(3, "0")}`;
  return body + idNumberCheck(body);
}

function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
