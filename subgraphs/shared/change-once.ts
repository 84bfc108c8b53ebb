import { defineFailures, type ExpectedFailure } from "./expected-failure.ts";
import type { LoaderContext } from "./loader.ts";
import { isRequestKey, type KeyedRequest, KeyTaken } from "./request-keys.ts";
import type { Work } from "./transaction.ts";

/** What every change can meet; the departments' own codes hold both. */
const failure = defineFailures({ INVALID: "BAD_USER_INPUT", CONFLICT: "CONFLICT" });

/** What is told of a key that can be none, and of one that stands for another change. */
interface KeyFailures {
  readonly invalid: (message: string) => ExpectedFailure;
  readonly taken: (message: string) => ExpectedFailure;
}

const keyFailures: KeyFailures = {
  invalid: (message) => failure("INVALID", message, "key"),
  taken: (message) => failure("CONFLICT", message, "key"),
};

/**
 * Makes a change once under its key. What can't be made for a reason its client is told is thrown by the work and leaves
 * nothing behind, so the same key is good for the corrected input. The answer is kept, and holds ids alone: fields are
 * read when they are given, by who asks then.
 */
export async function changeOnce<Answer extends object>(
  { database, viewer }: LoaderContext,
  request: KeyedRequest,
  work: Work<Answer>,
  { invalid, taken } = keyFailures,
): Promise<Answer> {
  if (!isRequestKey(request.key)) throw invalid("A key is 16 to 64 letters, digits, _ or -.");
  try {
    return await database.writeOnce(viewer, request, work);
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
    throw taken("The key stands for another change: take a new one.");
  }
}

/** A change whose client may give a key. */
interface Request extends Omit<KeyedRequest, "key"> {
  readonly key: string | null | undefined;
}

/** Makes a change: once under its key where its client has given one. The answer holds ids alone, as above. */
export async function change<Answer extends object>(
  context: LoaderContext,
  { key, ...request }: Request,
  work: Work<Answer>,
): Promise<Answer> {
  if (key == null) return context.database.write(context.viewer, work);
  return changeOnce(context, { ...request, key }, work);
}

/** Refuses a change of what was changed since its client read it; without an expected version, whatever it is now will do. */
export function requireVersion(version: number, expected: number | null | undefined): void {
  if (expected == null || expected === version) return;
  throw failure("CONFLICT", "The entry has been changed since it was read: read it again.", "expectedVersion");
}
