import type { LoaderContext } from "./loader.ts";
import { isRequestKey, type KeyedRequest, KeyTaken } from "./request-keys.ts";
import type { Work } from "./transaction.ts";

/** Why a change was not made, as its payload tells it. */
export interface ChangeError<Code extends string = string> {
  readonly code: Code;
  /** The part of the input it is about, such as `input.movedOn`; null when it is about none. */
  readonly field: string | null;
  readonly message: string;
}

/** Codes that every change with a key can meet. */
export type KeyErrorCode = "INVALID" | "CONFLICT";

/** What came of a change: its answer, or why there is none. */
export type Changed<Answer, Code extends string> =
  | { readonly answer: Answer; readonly errors: readonly [] }
  | { readonly answer: null; readonly errors: readonly ChangeError<Code | KeyErrorCode>[] };

/** Thrown inside a change that can't be made, for a reason its client is told: nothing of it stands. */
export class RefusedChange extends Error {
  readonly errors: readonly ChangeError[];

  constructor(code: string, field: string | null, message: string) {
    super("the change was refused");
    this.name = "RefusedChange";
    this.errors = [{ code, field, message }];
  }
}

/**
 * Makes a change once under its key. What is refused leaves nothing behind, so the same key is good for the corrected
 * input. The answer is kept, and holds ids alone: fields are read when they are given, by who asks then.
 */
export async function changeOnce<Answer extends object, Code extends string>(
  { database, viewer }: LoaderContext,
  request: KeyedRequest,
  work: Work<Answer>,
): Promise<Changed<Answer, Code>> {
  const refused = (code: KeyErrorCode, message: string) =>
    ({ answer: null, errors: [{ code, field: "input.key", message }] }) as const;
  if (!isRequestKey(request.key)) return refused("INVALID", "A key is 16 to 64 letters, digits, _ or -.");
  try {
    return { answer: await database.writeOnce(viewer, request, work), errors: [] };
  } catch (error) {
    if (error instanceof KeyTaken) return refused("CONFLICT", "The key stands for another change: take a new one.");
    if (error instanceof RefusedChange) return { answer: null, errors: error.errors as readonly ChangeError<Code>[] };
    throw error;
  }
}

/** Refuses a change of what was changed since its client read it; without an expected version, whatever it is now will do. */
export function requireVersion(version: number, expected: number | null | undefined): void {
  if (expected == null || expected === version) return;
  throw new RefusedChange(
    "CONFLICT",
    "input.expectedVersion",
    "The entry has been changed since it was read: read it again.",
  );
}
