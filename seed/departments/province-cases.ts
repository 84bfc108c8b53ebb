import { isDemoIndex } from "../people/demo-residents.ts";
import type { Person, World } from "../people/person.ts";
import { personsOfBlock } from "../people/persons.ts";
import { draftCases } from "./case-drafts.ts";

/** As many as were reported, those of the named demo residents among them. */
const PROVINCE_CASES = 472_400;

/** Which of the province's cases are one person's: a run of them, in the order of residents. */
export interface CaseShare {
  readonly first: number;
  readonly count: number;
}

/**
 * Spreads the cases over the residents, however many there are, so that they come to the number reported. The named
 * residents keep the cases that are told about them; the others share the rest.
 */
export function provinceShareOf(person: Person, world: World): CaseShare {
  const { residents } = world;
  if (residents === undefined) throw new Error("A province's cases are spread over a known number of residents.");
  const told = toldCases(world);
  const own = told.findIndex(({ index }) => index === person.index);
  if (own >= 0) {
    const before = told.slice(0, own).reduce((sum, { count }) => sum + count, 0);
    return { first: before, count: told[own]?.count ?? 0 };
  }
  const toldCount = told.reduce((sum, { count }) => sum + count, 0);
  const others = residents - told.length;
  const rank = person.index - told.filter(({ index }) => index < person.index).length;
  const boundAt = (place: number) => Math.floor((place * (PROVINCE_CASES - toldCount)) / others);
  return { first: toldCount + boundAt(rank), count: boundAt(rank + 1) - boundAt(rank) };
}

interface ToldCases {
  readonly index: number;
  readonly count: number;
}

const known = new WeakMap<World, readonly ToldCases[]>();

/** How many cases are told of each named resident; all of them are in the first block. */
function toldCases(world: World): readonly ToldCases[] {
  let told = known.get(world);
  if (told === undefined) {
    told = personsOfBlock(world, 0)
      .filter(({ index, story }) => isDemoIndex(index) && story !== null)
      .map((person) => ({ index: person.index, count: draftCases(person, world).length }));
    known.set(world, told);
  }
  return told;
}
