import { LRUCache } from "lru-cache";
import { indexOfSourceKey, type SourceName } from "../departments/source-keys.ts";
import type { Person, World } from "../people/person.ts";
import { BLOCK_SIZE, personsOfBlock } from "../people/persons.ts";

/** Finds the seeded person behind a number that a system elsewhere gave out. */
export type FindPerson = (source: SourceName, key: string) => Person | null;

const BLOCKS_KEPT = 256;

/** Makes persons again from the seed, block by block, as the seed made them: the systems elsewhere store nothing. */
export function findPersons(world: World, residents: number): FindPerson {
  const blocks = new LRUCache<number, ReadonlyMap<number, Person>>({ max: BLOCKS_KEPT });
  return (source, key) => {
    const index = indexOfSourceKey(source, key);
    if (index === null || index >= residents) return null;
    const number = Math.floor(index / BLOCK_SIZE);
    let block = blocks.get(number);
    if (block === undefined) {
      block = new Map(personsOfBlock(world, number).map((person) => [person.index, person]));
      blocks.set(number, block);
    }
    return block.get(index) ?? null;
  };
}
