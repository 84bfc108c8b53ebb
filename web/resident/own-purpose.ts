import type { Purpose } from "../graph/purpose.ts";

/** What a resident gives who wants to see the own record and nothing else. */
export const OWN_PURPOSE: Purpose = { kind: "item", detail: "own-record" };
