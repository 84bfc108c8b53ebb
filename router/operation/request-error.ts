import type { GraphQLError } from "graphql";
import { HubError } from "../../subgraphs/shared/errors.ts";

/** The request can't be executed at all; `errors` are for the client. */
export class RequestError extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super("The request is not executable.");
    this.errors = errors;
  }
}

/** Nothing can be planned at the moment; the client may try again. */
export class PlannerAway extends HubError {
  constructor() {
    super("SUBGRAPH_UNAVAILABLE", "Documents that are not published can't be planned at the moment: try again.");
  }
}
