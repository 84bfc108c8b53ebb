import type { Transport } from "../../router/departments/transport.ts";
import type { HeardEvent } from "../../subgraphs/shared/hear.ts";
import type { Hearing } from "../../subgraphs/shared/hearing.ts";

interface UnrulyWay {
  readonly transport: Transport;
  /** What became of events on the way. */
  readonly met: { doubled: number; late: number; lost: number };
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>;
}

const DOUBLED = 0.2;
const LATE = 0.2;
const LOST_WORD = 0.05;

/**
 * A way on which a fifth of all events is doubled, and another fifth is given up by its sender and arrives later all the same,
 * behind others. Of some the hearer's word is lost. `seed` makes a run again.
 */
export function unrulyWay(hearing: Hearing, seed: number, latestMs: number): UnrulyWay {
  const next = chance(seed);
  const met = { doubled: 0, late: 0, lost: 0 };
  const underWay = new Set<Promise<unknown>>();
  const arrive = (event: HeardEvent, inMs: number): void => {
    const arrival = new Promise((resolve) => setTimeout(resolve, inMs)).then(() => hearing.hear(event));
    underWay.add(arrival);
    arrival.catch(() => undefined).finally(() => underWay.delete(arrival));
  };
  return {
    met,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    transport: {
      send: () => Promise.reject(new Error("events only")),
      async deliver(event) {
        const at = next();
        if (at < DOUBLED) {
          met.doubled += 1;
          arrive(event, next() < 0.5 ? 0 : next() * latestMs);
        } else if (at < DOUBLED + LATE) {
          met.late += 1;
          arrive(event, next() * latestMs);
          throw new Error("no answer in time");
        }
        const heard = await hearing.hear(event);
        if (next() >= LOST_WORD) return heard;
        met.lost += 1;
        throw new Error("the answer was lost");
      },
    },
  };
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
