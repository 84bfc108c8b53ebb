import type { Random } from "./random.ts";

export type Value = string | number | boolean | null | string[];
export type Row = Record<string, Value>;

/** A column, and the coordinates any one of which tells something of its value. */
export interface Column {
  readonly shownBy: readonly string[];
  /** Another value it might have. */
  readonly other: (random: Random) => Value;
  /** Where some viewers see it masked: the field of the person that holds the mask's outcome. */
  readonly maskedAs?: "name" | "idNumber" | "phone" | "address";
}

/** A table of the world: who sees its rows, and what of them. */
export interface Table {
  readonly name: string;
  readonly key: readonly string[];
  /** Coordinates that tell whether a row is there; how rows are sorted belongs to it. */
  readonly rowShownBy: readonly string[];
  /** True where residents see their own rows. */
  readonly hasOwn: boolean;
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns beside the key that stay as they are, because the row's place or its being there follows from them. */
  readonly kept: readonly string[];
}

export const day = (random: Random) => `20${random.from(10, 24)}-0${random.from(1, 9)}-1${random.from(0, 9)}`;
export const instant = (random: Random) => `${day(random)}T08:00:00.000Z`;
export const fen = (random: Random) => random.from(1, 9_999_999);
export const text = (random: Random) => `秘密${random.from(0, 999_999)}`;
export const one = (...values: readonly Value[]) => ((random: Random) => random.of(values)) satisfies Column["other"];

export const shown = (other: Column["other"], ...shownBy: string[]): Column => ({ shownBy, other });
export const masked = (maskedAs: NonNullable<Column["maskedAs"]>, other: Column["other"]): Column => ({
  shownBy: [`Resident.${maskedAs}`],
  other,
  maskedAs,
});
export const digits = (count: number) => (random: Random) =>
  Array.from({ length: count }, () => String(random.from(0, 9))).join("");
