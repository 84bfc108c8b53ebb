import { setImmediate } from "node:timers/promises";
import { Rows } from "../../hub/copy/rows.ts";
import type { SeededDepartment } from "../departments/seeded-department.ts";
import type { World } from "../people/person.ts";
import { BLOCK_SIZE, personsOfBlock } from "../people/persons.ts";

/** A run of residents, as rows for each department. */
export interface Chunk {
  /** How many residents there are up to the end of it. */
  end: number;
  rows: ReadonlyMap<SeededDepartment, Rows>;
}

// About 2 MB of text: large enough that a COPY costs little, small enough that memory stays flat.
const BLOCKS_PER_CHUNK = 32;

/** All rows of a run, in order, a chunk at a time. The same arguments give the same bytes. */
export async function* generateChunks(
  departments: readonly SeededDepartment[],
  world: World,
  residents: number,
): AsyncGenerator<Chunk> {
  for (let start = 0; start < residents; start += BLOCKS_PER_CHUNK * BLOCK_SIZE) {
    const end = Math.min(residents, start + BLOCKS_PER_CHUNK * BLOCK_SIZE);
    const rows = new Map(departments.map((department) => [department, new Rows()]));
    if (start === 0) for (const [department, own] of rows) department.writeOnce?.(own, world);
    for (let first = start; first < end; first += BLOCK_SIZE) {
      for (const person of personsOfBlock(world, first / BLOCK_SIZE)) {
        if (person.index >= end) break;
        for (const [department, own] of rows) department.writePerson?.(person, world, own);
      }
      // Lets the sockets of the chunk before take their turn.
      await setImmediate();
    }
    yield { end, rows };
  }
}
