import type { HeardEvent } from "../../subgraphs/shared/hear.ts";
import type { Heard } from "../../subgraphs/shared/hearing.ts";
import type { RunningSubgraph } from "../../subgraphs/shared/run-subgraph.ts";
import type { SubgraphCall, SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import type { RequestTrace } from "../telemetry/tracer.ts";

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
  /** Delivers an event of another department. Rejects when the hearer can't be reached or answers nonsense. */
  deliver?(event: HeardEvent): Promise<Heard>;
  /** The events of a subscription, until the department or the caller ends it. */
  subscribe?(call: DepartmentCall, signal: AbortSignal): AsyncIterable<SubgraphReply>;
}

/** Calls a department in this process: no bytes are made, and the viewer is handed over as it is. */
export function inProcessTransport(running: RunningSubgraph): Transport {
  return {
    send: (call) => running.execute(call),
    deliver: (event) => running.hear(event),
    subscribe: (call, signal) => running.subscribe(call, signal),
  };
}
