import type { ErrorCode } from "../../subgraphs/shared/errors.ts";
import type { SubgraphCall, SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import type { Variables } from "../operation/conditions.ts";
import type { RequestTrace } from "../telemetry/tracer.ts";

/** A JSON object as departments send it. */
export type Fields = Record<string, unknown>;

/** An error on its way into the answer. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: ErrorCode; readonly [name: string]: unknown };
}

/** One `_entities` list of a call: the variable it is asked with and the key it is answered under. */
export interface EntityList {
  readonly variable: string;
  readonly key: string;
}

/** A call to a department, and which of its variables are lists of entities. */
export interface DepartmentCall extends SubgraphCall {
  readonly requestId: string;
  readonly trace?: RequestTrace | undefined;
  /** W3C Trace Context for a department on another host; only while traces are on. */
  readonly traceparent?: string | undefined;
  readonly entities?: readonly EntityList[] | undefined;
}

/** One way to reach a department. Rejects when it can't be reached or answers nonsense. */
export interface Transport {
  send(call: DepartmentCall): Promise<SubgraphReply>;
  /** The events of a subscription, until the department or the caller ends it. */
  subscribe?(call: DepartmentCall, signal: AbortSignal): AsyncIterable<SubgraphReply>;
}

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
