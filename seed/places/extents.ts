import type { World } from "../people/person.ts";
import { demoPlaces, type Places, placesIn } from "./places.ts";
import { provinceTownships } from "./province-townships.ts";

let provincePlaces: Places | null = null;

/** Where the people of a world live. */
export function placesOf({ extent = "DEMO" }: World): Places {
  if (extent === "DEMO") return demoPlaces;
  // Made once it is needed: thousands of villages, which most commands have no use for.
  provincePlaces ??= placesIn(provinceTownships());
  return provincePlaces;
}
