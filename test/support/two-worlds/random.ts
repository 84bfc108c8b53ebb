import type { Draw } from "../../../subgraphs/shared/rows/drawn-values.ts";

/** Numbers that follow from a seed (mulberry32), so that a world can be made again. */
export function randomFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const from = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    from,
    of(items) {
      const item = items[from(0, items.length - 1)];
      if (item === undefined) throw new Error("nothing to choose from");
      return item;
    },
  };
}
