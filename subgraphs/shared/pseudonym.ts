import { createHmac } from "node:crypto";

/** A resident in the access record: the same for every look at the same person, and nothing without the key. */
export function pseudonymOf(residentId: string, key: string): string {
  return createHmac("sha256", key).update(`resident ${residentId}`).digest("base64url");
}
