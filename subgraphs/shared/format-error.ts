import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { HubError, messageOf } from "./errors.ts";

/** No stack, SQL or host leaves the department: an error it did not word itself is only a code. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (original instanceof HubError) return { ...formatted, extensions: { code: original.code } };
  if (original !== undefined && original !== null) {
    return { ...formatted, message: messageOf.INTERNAL, extensions: { code: "SUBGRAPH_UNAVAILABLE" } };
  }
  return { ...formatted, extensions: { code: "BAD_USER_INPUT" } };
}
