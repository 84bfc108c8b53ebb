import type { AreaLevel } from "../generated/graphql.ts";

export interface Place {
  readonly name?: string | null;
  readonly level?: AreaLevel | null;
  readonly parent?: Place | null;
}

/** City, county, township and village in one. Everybody knows the province: it is named where it stands alone. */
export function fullNameOf(place: Place): string {
  const names: string[] = [];
  for (let at: Place | null | undefined = place; at != null; at = at.parent) {
    if (at === place || at.level !== "PROVINCE") names.unshift(at.name ?? "");
  }
  return names.join("");
}
