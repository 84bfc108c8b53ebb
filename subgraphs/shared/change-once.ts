import { defineFailures } from "./expected-failure.ts";
import type { LoaderContext } from "./loader.ts";
import { isRequestKey, type KeyedRequest, KeyTaken } from "./request-keys.ts";
import type { Work } from "./transaction.ts";

/** What every change with a key can meet; the department's own codes hold both. */
const failure = defineFailures({ INVALID: "BAD_USER_INPUT", CONFLICT: "CONFLICT" });

/**
 * Makes a change once under its key. What can't be made for a reason its client is told is thrown by the work and leaves
 * nothing behind, so the same key is good for the corrected input. The answer is kept, and holds ids alone: fields are
 * read when they are given, by who asks then.
 */
export async function changeOnce<Answer extends object>(
  { database, viewer }: LoaderContext,
  request: KeyedRequest,
  work: Work<Answer>,
): Promise<Answer> {
  if (!isRequestKey(request.key)) throw failure("INVALID", "A key is 16 to 64 letters, digits, _ or -.", "key");
  try {
    return await database.writeOnce(viewer, request, work);
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
    throw failure("CONFLICT", "The key stands for another change: take a new one.", "key");
  }
}

/** Refuses a change of what was changed since its client read it; without an expected version, whatever it is now will do. */
export function requireVersion(version: number, expected: number | null | undefined): void {
  if (expected == null || expected === version) return;
  throw failure("CONFLICT", "The entry has been changed since it was read: read it again.", "expectedVersion");
}
