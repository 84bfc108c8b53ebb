import { claimsAreSet } from "../shared/read.ts";

/** The catalogue is published: every row, for every viewer who is signed in. */
export const visibleCatalogue = claimsAreSet;
