import type { IncomingMessage } from "node:http";

/** Follows requests for the operator. Nothing it is handed may hold a value, a document or an account. */
export interface Tracer {
  startRequest(request: Pick<IncomingMessage, "method" | "headers">, requestId: string): RequestTrace;
  /** Sends what is still waiting to be sent, within a few seconds. */
  close(): Promise<void>;
}

/** What a trace says of an operation. */
export interface TracedOperation {
  readonly kind: "query" | "mutation" | "subscription";
  readonly name: string | null;
  readonly hash: string;
}

/** One request. Every `start…` is a part of it that ends with `end`. */
export interface RequestTrace {
  startPart(part: "prepare" | "variant" | "record"): PartTrace;
  /** `entities` is asked only where somebody follows. */
  startCall(department: string, entities: () => number): CallTrace;
  setOperation(operation: TracedOperation): void;
  end(outcome: string, status: number): void;
}

export interface PartTrace {
  end(outcome: string): void;
}

export interface CallTrace extends PartTrace {
  /** With it a department on another host goes on with the trace; null while traces are off. */
  readonly traceparent: string | null;
}

/** Where traces go. */
export interface TracingOptions {
  /** Base address of an OTLP receiver over HTTP, such as http://127.0.0.1:4318. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** Told when traces could not be delivered. */
  readonly onFault: () => void;
}

const noCall: CallTrace = { traceparent: null, end: () => undefined };

/** The trace of a request that is not followed: the same object for all of them, so that following none costs nothing. */
export const untraced: RequestTrace = {
  startPart: () => noCall,
  startCall: () => noCall,
  setOperation: () => undefined,
  end: () => undefined,
};

export const tracingOff: Tracer = { startRequest: () => untraced, close: async () => undefined };
