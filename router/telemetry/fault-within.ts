import { within } from "../../subgraphs/shared/within.ts";
import { LoggableError } from "./logged-error.ts";

/** Why a check failed, or that it took too long; null when it passed. */
export async function faultWithin(check: Promise<void>, mostMs: number): Promise<Error | null> {
  const fault = check.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new LoggableError("something that is no error")),
  );
  return within(mostMs, fault, () => new LoggableError(`no answer within ${mostMs} ms`));
}
