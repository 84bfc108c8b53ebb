import type { RegisterEntryQuery } from "../generated/graphql.ts";
import type { Part } from "../graph/field-state.ts";
import type { Purpose } from "../graph/purpose.ts";

/** A resident's entry as it was read. */
export type ReadEntry = Part<NonNullable<RegisterEntryQuery["residentByIdNumber"]>>;

/** What each form of an entry is given. */
export interface EntryFormParts {
  readonly of: ReadEntry;
  readonly purpose: Purpose;
  /** Reads the same resident again. */
  readonly onAgain: () => void;
}

/**
 * What a draft is called. It goes with one version of the entry: what was typed of an older one would be a conflict, and
 * what was sent without an answer is found again as long as nothing came of it.
 */
export function draftName(kind: string, { object: { id, version } }: ReadEntry): string {
  return `register.${kind}.${id}.${version ?? 0}`;
}

export function nameIn({ object: { name } }: ReadEntry): string {
  return name ?? "";
}

/** The address where it stands in full; a masked one is nothing to begin with. */
export function addressIn(entry: ReadEntry): string {
  const { state, value } = entry.field("address");
  return state === "value" && value !== null ? value : "";
}

/** Who of the household lives. */
export function membersOf({ object: { household } }: ReadEntry): readonly { readonly id: string; name: string }[] {
  return (household?.members ?? [])
    .filter(({ diedOn }) => diedOn == null)
    .map(({ id, name }) => ({ id, name: name ?? "" }));
}

/** The hub takes an address of so many characters. */
export const LONGEST_ADDRESS = 300;
