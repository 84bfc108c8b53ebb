import { BreakingChangeType, findBreakingChanges, type GraphQLSchema } from "graphql";

/** Something a client that works today would no longer get, or no longer be allowed to send. */
export interface ClientChange {
  readonly kind: string;
  readonly description: string;
}

// Clients never see how a directive is defined; those they can use are the language's own.
const NOT_CLIENTS = new Set<string>([
  BreakingChangeType.DIRECTIVE_REMOVED,
  BreakingChangeType.DIRECTIVE_ARG_REMOVED,
  BreakingChangeType.DIRECTIVE_LOCATION_REMOVED,
  BreakingChangeType.DIRECTIVE_REPEATABLE_REMOVED,
  BreakingChangeType.REQUIRED_DIRECTIVE_ARG_ADDED,
]);

/** What clients of the old API schema would lose with the new one. */
export function findClientChanges(before: GraphQLSchema, after: GraphQLSchema): ClientChange[] {
  return findBreakingChanges(before, after)
    .filter(({ type }) => !NOT_CLIENTS.has(type))
    .map(({ type, description }) => ({ kind: type, description }));
}
