import { AREA_DIGITS } from "../../subgraphs/shared/area.ts";
import { demoPlaces } from "./places.ts";

const names = new Map(demoPlaces.divisions.map(({ code, name }) => [code, name]));

/** The division's name with those of what it lies in, as an address begins; null for a code the demo does not know. */
export function demoAreaName(code: string): string | null {
  if (!names.has(code)) return null;
  return Object.values(AREA_DIGITS)
    .filter((end) => end <= code.length)
    .map((end) => names.get(code.slice(0, end)) ?? "")
    .join("");
}
