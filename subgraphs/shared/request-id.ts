import { holdsPersonalNumber } from "./personal-number.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** A caller's own `x-request-id`, when it is a plain one that names nobody: it ends in logs and records. */
export function readRequestId(given: string | readonly string[] | undefined): string | undefined {
  if (typeof given !== "string" || !REQUEST_ID.test(given) || holdsPersonalNumber(given)) return undefined;
  return given;
}
