import { LoggableError } from "./logged-error.ts";

/** Why a check failed, or that it took too long; null when it passed. */
export async function faultWithin(check: Promise<void>, mostMs: number): Promise<Error | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new LoggableError(`no answer within ${mostMs} ms`)), mostMs);
  });
  const answer = check.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new LoggableError("something that is no error")),
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
