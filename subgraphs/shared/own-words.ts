import { createHmac, timingSafeEqual } from "node:crypto";
import type { ErrorCode } from "./errors.ts";

/** Codes whose sentence a department words itself: it speaks of the client's own input and doings. All others are fixed. */
export const WORDED_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["BAD_USER_INPUT", "CONFLICT", "RATE_LIMITED"]);

/** The name in an error's extensions under which a department vouches for its sentence; it never reaches a client. */
export const WORDS_PROOF = "words";

/**
 * Vouches, with the key of the router's calls, for a sentence that was written in the department's code. What a library, a
 * database or a department of another make says may hold a value, and has no proof.
 */
export function proveWords(callKey: string, code: ErrorCode, message: string): string {
  return createHmac("sha256", callKey).update(`words\n${code}\n${message}`).digest("base64url");
}

export function areProven(callKey: string, code: ErrorCode, message: string, proof: unknown): boolean {
  if (typeof proof !== "string") return false;
  const expected = Buffer.from(proveWords(callKey, code, message));
  const given = Buffer.from(proof);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
