import type { Purpose } from "../graph/purpose.ts";

/** What residents give who want to see their own record and nothing else. */
export const OWN_PURPOSE: Purpose = { kind: "item", detail: "own-record" };
