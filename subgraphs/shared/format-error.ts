import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { type ErrorCode, HubError, messageOf } from "./errors.ts";
import { WORDS_PROOF, WORDED_CODES } from "./own-words.ts";

/** Vouches for a sentence to the router; left out where callers are not the router. */
export type ProveWords = (code: ErrorCode, message: string) => string;

/** No stack, SQL or host leaves the department: an error it did not word itself is only a code. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  prove?: ProveWords,
): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (original instanceof HubError) {
    const { code } = original;
    const proof =
      prove !== undefined && WORDED_CODES.has(code) ? { [WORDS_PROOF]: prove(code, formatted.message) } : {};
    return { ...formatted, extensions: { code, ...proof } };
  }
  if (original !== undefined && original !== null) {
    return { ...formatted, message: messageOf.INTERNAL, extensions: { code: "SUBGRAPH_UNAVAILABLE" } };
  }
  return { ...formatted, extensions: { code: "BAD_USER_INPUT" } };
}
