/**
 * What is drawn from one stream never moves the draws of another: a change to claims leaves names alone.
 * A new purpose takes the next number; a used number is never given away again.
 */
const STREAMS = {
  households: 1,
  names: 2,
  contacts: 3,
  livelihoods: 4,
  insurances: 5,
  claims: 6,
  assistance: 7,
  businesses: 8,
  utilities: 9,
  health: 10,
  visits: 11,
  places: 20,
  staff: 21,
  cases: 12,
  monitoring: 13,
  rows: 14,
} as const;

export type Stream = keyof typeof STREAMS;

/**
 * A stream of numbers that depends on its three keys only, so that any part of the data can be made without
 * the parts before it. The generator is sfc32: small, fast and well tested, and not meant to keep secrets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, stream: Stream, index: number) {
    this.a = seed | 0;
    this.b = Math.imul(Math.floor(seed / TWO_POW_32) + 1, 0x9e3779b1) ^ Math.imul(STREAMS[stream], 0x85ebca6b);
    this.c = index | 0;
    // Keys that differ in one bit look alike in the first outputs.
    for (let round = 0; round < 15; round += 1) this.draw();
  }

  /** From 0 up to, and never, 1. */
  fraction(): number {
    return this.draw() / TWO_POW_32;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  isTrue(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return at(choices, Math.floor(this.fraction() * choices.length));
  }

  /** Bell-shaped around 0, within -1.5 and 1.5. */
  bell(): number {
    return this.fraction() + this.fraction() + this.fraction() - 1.5;
  }

  private draw(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}

const TWO_POW_32 = 4_294_967_296;

/** Chooses by weight; the weights need no particular sum. */
export function weighted<T>(choices: readonly (readonly [T, number])[]): (random: Random) => T {
  let sum = 0;
  const bounds = choices.map(([, weight]) => (sum += weight));
  return (random) => {
    const target = random.fraction() * sum;
    // The first whose bound lies above: found by halves, for there may be thousands.
    let [from, to] = [0, bounds.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (at(bounds, middle) > target) to = middle;
      else from = middle + 1;
    }
    return at(choices, from)[0];
  };
}

/** The element of a list that is known to be long enough. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`A list of ${list.length} has no element ${index}.`);
  return found;
}
