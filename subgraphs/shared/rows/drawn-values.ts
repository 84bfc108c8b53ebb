/** Numbers that follow from a seed, so that what was drawn can be drawn again. */
export interface Draw {
  /** A whole number from `least` to `most`. */
  readonly from: (least: number, most: number) => number;
  readonly of: <Item>(items: readonly Item[]) => Item;
}

/** A value of a column; dates and instants are text. */
export type Value = string | number | boolean | null | readonly string[];

/** Gives any of the values a column may have. */
export type Drawn = (draw: Draw) => Value;

export const day = (draw: Draw): string => `20${draw.from(10, 24)}-0${draw.from(1, 9)}-1${draw.from(0, 9)}`;
export const instant = (draw: Draw): string => `${day(draw)}T08:00:00.000Z`;
export const fen = (draw: Draw): number => draw.from(1, 9_999_999);
/** Text that says nothing, for what no made-up person needs. */
export const text = (draw: Draw): string => `秘密${draw.from(0, 999_999)}`;
export const one =
  (...values: readonly Value[]): Drawn =>
  (draw) =>
    draw.of(values);
export const digits =
  (count: number): Drawn =>
  (draw) =>
    Array.from({ length: count }, () => String(draw.from(0, 9))).join("");
