import { claimsAreSet } from "../shared/read.ts";

/** The catalogue is published: every row, for whoever is signed in. */
export const visibleCatalogue = claimsAreSet;
