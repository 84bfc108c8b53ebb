import { AREA_DIGITS } from "../areas/area-path.ts";
import type { SearchResidentsQueryVariables } from "../generated/graphql.ts";
import type { Wanted } from "./wanted.ts";

type Filter = SearchResidentsQueryVariables["filter"];

/** Where somebody of these areas looks for the beginnings of names: one county or less, or a place they choose. */
export function isOneCounty(areas: readonly string[]): boolean {
  return areas.length === 1 && areas.every(({ length }) => length >= AREA_DIGITS.COUNTY);
}

/** What to ask for. Without a place, in areas that are wider than a county, only whole names are found. */
export function filterOf(
  wanted: Extract<Wanted, { kind: "name" | "initials" }>,
  areas: readonly string[],
  areaCode: string | null,
): Filter | null {
  const place = areaCode === null ? {} : { areaCode };
  const isNarrow = isOneCounty(areas) || areaCode !== null;
  if (wanted.kind === "initials") return isNarrow ? { ...place, nameInitials: wanted.initials } : null;
  return isNarrow ? { ...place, namePrefix: wanted.name } : { name: wanted.name };
}
