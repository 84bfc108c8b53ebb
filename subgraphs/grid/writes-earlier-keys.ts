import { createHash } from "node:crypto";
import { keyFailures } from "./writes-checks.ts";

// The version before kept keys in visits and tasks themselves. What it has recorded may be sent again here, a month later,
// and what is recorded here may be sent again to it while both run: so both columns are written as before.

/** What the version before told the same change sent twice by. */
export function earlierHashOf(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** Refuses a change under a key that has recorded another one. */
export function requireSame(recorded: string | null, hash: string): void {
  if (recorded !== hash) throw keyFailures.taken("The key stands for another change: take a new one.");
}
