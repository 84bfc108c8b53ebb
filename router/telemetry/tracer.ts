import type { IncomingMessage } from "node:http";
import type { Operation } from "../operation/read-operation.ts";
import type { DepartmentCall } from "../plan/run.ts";

/** Follows requests for the operator. Nothing it is handed may hold a value, a document or an account. */
export interface Tracer {
  startRequest(request: Pick<IncomingMessage, "method" | "headers">, requestId: string): RequestTrace;
  /** Sends what is still waiting to be sent, within a few seconds. */
  close(): Promise<void>;
}

/** One request. Every `start…` is a part of it that ends with `end`. */
export interface RequestTrace {
  startPart(part: "prepare" | "variant" | "record"): PartTrace;
  startCall(department: string, call: DepartmentCall): CallTrace;
  setOperation(operation: Operation): void;
  end(outcome: string, status: number): void;
}

export interface PartTrace {
  end(outcome: string): void;
}

export interface CallTrace extends PartTrace {
  /** The call as it should be sent: a department on another host goes on with the trace. */
  carry(call: DepartmentCall): DepartmentCall;
}

/** Where traces go. */
export interface TracingOptions {
  /** Base address of an OTLP receiver over HTTP, such as http://127.0.0.1:4318. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** Told when traces could not be delivered. */
  readonly onFault: () => void;
}
