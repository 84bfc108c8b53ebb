import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Person, World } from "../people/person.ts";
import { BLOCK_SIZE, personsOfBlock } from "../people/persons.ts";
import { judge, type Rule } from "./rules.ts";
import type { Verdict } from "./verdict.ts";

/** One line of the file. */
export interface Truth {
  readonly residentId: string;
  readonly areaCode: string;
  readonly rules: Readonly<Record<Rule, Verdict>>;
}

/**
 * Writes what each rule comes to for every resident of a load, one JSON object a line. It is worked out from what the
 * residents were made from, and not from the database, so that it can judge answers that come from there.
 */
export async function writeTruth(file: string, world: World, residents: number): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(linesOf(world, residents)), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function* linesOf(world: World, residents: number): Generator<string> {
  for (let block = 0; block * BLOCK_SIZE < residents; block += 1) {
    const lines = truthsOfBlock(world, block, residents).map((truth) => `${JSON.stringify(truth)}\n`);
    yield lines.join("");
  }
}

export function truthsOfBlock(world: World, block: number, residents: number): Truth[] {
  const persons = personsOfBlock(world, block).filter(({ index }) => index < residents);
  const households = new Map<number, Person[]>();
  for (const person of persons) {
    households.set(person.headIndex, [...(households.get(person.headIndex) ?? []), person]);
  }
  return persons.map((person) => ({
    residentId: String(person.residentId),
    areaCode: person.village.code,
    rules: judge(person, households.get(person.headIndex) ?? [person], world),
  }));
}
