import type { SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import type { Fields } from "../departments/fields.ts";
import type { EntityList } from "../departments/transport.ts";
import type { Variables } from "../operation/variables.ts";
import type { AnswerError } from "./answer-errors.ts";

/** One call of a plan: the query paths, in clients' words, that stay null until it is answered. */
export interface Fetch {
  readonly paths: readonly (readonly string[])[];
}

/** The state of one request while its plan runs. */
export interface Run {
  readonly data: Fields;
  readonly errors: AnswerError[];
  readonly variables: Variables;
  send(
    service: string,
    operation: string,
    variables: Variables,
    entities?: readonly EntityList[],
  ): Promise<SubgraphReply>;
  /** Told of each call that has been answered, or given up. */
  onFetched?(fetch: Fetch): void;
}

/** A part of a compiled plan. */
export type Step = (run: Run) => Promise<void> | void;
