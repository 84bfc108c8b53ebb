import { defineFailures, ExpectedFailure } from "../shared/expected-failure.ts";
import type { AccountError } from "./writes-rows.ts";

/** What is known only once the change is tried, or before any row is looked at. */
export const failure = defineFailures({ CHANGED: "CONFLICT", TOO_MANY_ROWS: "BAD_USER_INPUT" });

/** All others: they come beside the account, and nothing of the change stays. */
export function refusal(errors: readonly AccountError[], payload: object): ExpectedFailure {
  return new ExpectedFailure(null, errors, payload);
}
