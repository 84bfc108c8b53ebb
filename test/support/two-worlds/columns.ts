import type { Draw, Value } from "../../../subgraphs/shared/rows/drawn-values.ts";

export type Row = Record<string, Value>;

/** A column, and the coordinates any one of which tells something of its value. */
export interface Column {
  readonly shownBy: readonly string[];
  /** Another value it might have. */
  readonly other: (random: Draw) => Value;
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
